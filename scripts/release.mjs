// What `npm run release -- 0.2.0` runs, on any Node and with nothing installed: sets the version in
// the packages and the lock file, and dates the newest section of the CHANGELOG. It commits
// nothing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const UNRELEASED = /^## (?:\[Unreleased\]|\[[^\]]+\] - Unreleased)$/m;

/** @param {string} sentence */
function refuse(sentence) {
	console.error(sentence);
	process.exit(1);
}

/** @param {string} path below the root */
const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * @param {string} path below the root
 * @param {string} text
 */
const write = (path, text) => writeFileSync(join(root, path), text);

/**
 * Whether a version comes after another, or is the first one, which is not released yet.
 * @param {string} next
 * @param {string} present
 */
function isAfter(next, present) {
	const [, ...after] = VERSION.exec(next) ?? [];
	const [, ...before] = VERSION.exec(present) ?? [];
	const difference = after
		.map((number, index) => Number(number) - Number(before[index]))
		.find((step) => step !== 0);
	return difference !== undefined && difference > 0;
}

/**
 * A file with another version in its first fields called "version"; its form stays.
 * @param {string} path
 * @param {{ from: string, to: string, times: number }} change
 */
function changed(path, { from, to, times }) {
	const text = read(path);
	const parts = text.split(`"version": "${from}"`);
	if (parts.length <= times) refuse(`${path} does not have the version ${from} ${times} times.`);
	const head = parts.slice(0, times + 1).join(`"version": "${to}"`);
	return [head, ...parts.slice(times + 1)].join(`"version": "${from}"`);
}

const [next = ''] = process.argv.slice(2);
const present = JSON.parse(read('package.json')).version;
const changelog = read('CHANGELOG.md');
const isFirst = next === present && new RegExp(`^## \\[${present}\\] - \\d`, 'm').test(changelog);

if (!VERSION.test(next)) refuse('Usage: npm run release -- 0.2.0');
if (next !== present && !isAfter(next, present))
	refuse(`${next} does not come after the present version ${present}.`);
if (isFirst) refuse(`${next} is released already.`);
if (!UNRELEASED.test(changelog)) refuse('CHANGELOG.md has no section "## [Unreleased]".');

const manifests = [
	'package.json',
	...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`),
];
const files = [
	...manifests.map((path) => [path, changed(path, { from: present, to: next, times: 1 })]),
	['package-lock.json', changed('package-lock.json', { from: present, to: next, times: 2 })],
	[
		'CHANGELOG.md',
		changelog.replace(
			UNRELEASED,
			`## [Unreleased]\n\n## [${next}] - ${new Date().toISOString().slice(0, 10)}`,
		),
	],
];
for (const [path, text] of files) write(path, text);
console.log(`${files.map(([path]) => path).join('\n')}

Look at it with git diff, then:
  git commit -am "Release ${next}" && git tag v${next} && git push --follow-tags origin main v${next}
The tag publishes: .github/workflows/publish.yml.`);
