import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../sandbox/launch/paths.mjs';

/** Folders whose tests need a real n8n or the n8n engine; all others are unit tests. */
const NOT_UNIT = ['engine', 'e2e', 'ui', 'queue'];

/** Folders whose tests start the real n8n. */
const REAL_N8N = ['e2e', 'ui', 'queue'];

export const usage = `Usage: npm test -- [unit | FOLDER | PATTERN] [options of Jest]

  Without a word: every test; those of the package (test/package) hold the linters, the type checks and the scans.
  unit      the tests that need no n8n
  FOLDER    a folder of test/, e.g. engine or e2e
  PATTERN   the tests whose path matches, e.g. upload

  Queue mode (test/queue) needs Redis and PostgreSQL and has a command of its own: npm run test:queue`;

/**
 * @typedef {{ jestArgs: string[], needsN8n: boolean }} Selection
 */

/**
 * What the words after `npm test --` choose. Words that begin with a dash, and what follows them,
 * go to Jest.
 * @param {string[]} args
 * @returns {Selection}
 */
export function readSelection(args) {
	const firstOption = args.findIndex((arg) => arg.startsWith('-'));
	const words = firstOption === -1 ? args : args.slice(0, firstOption);
	const options = firstOption === -1 ? [] : args.slice(firstOption);
	const patterns = words.map(patternOf);
	const files = testFiles().filter(
		(file) =>
			patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern, 'i').test(file)),
	);
	return {
		jestArgs: [...patterns, ...options],
		needsN8n: files.some((file) =>
			REAL_N8N.some((folder) => file.startsWith(join(root, 'test', folder))),
		),
	};
}

/** @param {string} word */
function patternOf(word) {
	if (word === 'unit') return `/test/(?!(${NOT_UNIT.join('|')})/)`;
	const folder =
		statSync(join(root, 'test', word), { throwIfNoEntry: false })?.isDirectory() === true;
	return folder ? `/test/${word}/` : word;
}

function testFiles() {
	const folder = join(root, 'test');
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.test.mts'))
		.map((file) => join(folder, file));
}
