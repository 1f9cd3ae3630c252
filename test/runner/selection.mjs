import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { n8nMajors, root } from '../../sandbox/launch/paths.mjs';

/** Folders whose tests need a real n8n or the n8n engine; all others are unit tests. */
const NOT_UNIT = ['engine', 'e2e', 'ui', 'queue', 'versions', 'catalogue'];

/** Folders whose tests need the real n8n installed. */
const REAL_N8N = ['e2e', 'queue', 'catalogue'];

/**
 * The folders that only their own command runs, with the n8n that it needs; Jest's projects for
 * them have their names.
 * @type {Record<string, import('../../sandbox/launch/paths.mjs').N8nMajor[] | undefined>}
 */
const ALONE = { versions: n8nMajors, ui: [2] };

/** One engine test for each operation and trigger; with the unit tests they are the quick ones. */
const QUICK = [
	'handwritingOcr/(account|delete|download|downloadImages|getAll|getAndWait|topUp|upload)',
	'(handwritingOcrTrigger|ocrivaTrigger)/sandbox',
	'handwritingOcrPollingTrigger/poll',
	'natifAi/(process|endpoints)',
	'ocriva/(upload|uploadBatch|endpoints)',
];

export const usage = `Usage: npm test -- [unit | quick | FOLDER | PATTERN] [options of Jest]

  Without a word: every test; those of the package (test/package) hold the linters, the type checks and the scans.
  unit      the tests that need no n8n
  quick     units and properties of the nodes, and an engine test for each operation (npm run test:quick)
  FOLDER    a folder of test/, e.g. engine or e2e
  PATTERN   the tests whose path matches, e.g. upload

  --current-node   on the Node that runs this command, instead of the project's own; the sandbox and n8n keep theirs

  Three folders have a command of their own: npm run test:versions (every pinned n8n; test/versions),
  npm run test:ui (n8n's editor in a browser; test/ui) and npm run test:queue (queue mode, with Redis and
  PostgreSQL; test/queue)`;

/**
 * @typedef {{ jestArgs: string[], n8n: import('../../sandbox/launch/paths.mjs').N8nMajor[] }} Selection
 * `n8n`: the pinned versions that the tests need
 */

/** Runs the tests on the Node that runs the command; CI has one job for each Node. */
export const CURRENT_NODE = '--current-node';

/**
 * What the words after `npm test --` choose. Words that begin with a dash, and what follows them,
 * go to Jest. With `versions` or `ui` as the first word the others choose among the tests of that
 * folder, which are chosen by nothing else.
 * @param {string[]} given
 * @returns {Selection}
 */
export function readSelection(given) {
	const args = given.filter((arg) => arg !== CURRENT_NODE);
	const firstOption = args.findIndex((arg) => arg.startsWith('-'));
	const words = firstOption === -1 ? args : args.slice(0, firstOption);
	const options = firstOption === -1 ? [] : args.slice(firstOption);
	const [folder = '', ...others] = words;
	const alone = ALONE[folder];
	if (alone) return { jestArgs: [...others, '--selectProjects', folder, ...options], n8n: alone };
	const patterns = words.flatMap(patternsOf);
	const files = testFiles().filter(
		(file) =>
			patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern, 'i').test(file)),
	);
	const needsN8n = files.some((file) =>
		REAL_N8N.some((folder) => file.startsWith(join(root, 'test', folder))),
	);
	return {
		jestArgs: [...patterns, '--selectProjects', 'unit', 'e2e', ...options],
		n8n: needsN8n ? [2] : [],
	};
}

/** @param {string} word */
function patternsOf(word) {
	return word === 'quick'
		? ['/test/unit/', ...QUICK.map((files) => `/test/engine/${files}\\.test\\.mts$`)]
		: [patternOf(word)];
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
