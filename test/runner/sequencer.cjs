const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that are short to read and long to run. */
const LONG = /[\\/]test[\\/](?:engine[\\/]faults|e2e)[\\/]|[\\/]package[\\/]package\.test/;

/**
 * Begins with the files that take longest. Where Jest has seen no run yet it goes by their size, and
 * then one worker ran the tables of faults at the end while the other one had nothing to do.
 */
module.exports = class extends Sequencer {
	/** @param {import('@jest/test-result').Test[]} tests */
	sort(tests) {
		const sorted = super.sort(tests);
		return [
			...sorted.filter(({ path }) => LONG.test(path)),
			...sorted.filter(({ path }) => !LONG.test(path)),
		];
	}
};
