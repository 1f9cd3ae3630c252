import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { duration, note, step } from './console.mjs';
import { Failure } from './failure.mjs';
import { beginInstall, finishInstall, isInstalled, packageCounter } from './installed.mjs';
import { alone } from './lock.mjs';
import { npmFromRegistry } from './npm.mjs';
import { projectNode, root } from './paths.mjs';

const NETWORK = 'Run the same command again: what npm has downloaded is not downloaded twice';

/**
 * Installs the packages that one folder's lock file names, without running their scripts, and shows
 * how far it is. Not by `npm ci`: that refuses a lock file that lacks the binaries for other
 * systems, which npm leaves out where a registry does not carry them.
 * @param {string} title
 * @param {string} folder
 * @param {{ expected: string, purpose: string }} options `expected`: how long it takes, as measured
 * on two cores
 */
export async function installPackages(title, folder, { expected, purpose }) {
	if (await isInstalled(folder)) return;
	await step(
		title,
		async (report) => {
			const { count, total } = await packageCounter(folder);
			let there = 0;
			const counting = setInterval(async () => (there = await count()), 1000);
			report(() => (there < 10 ? 'getting ready' : `${there} of ${total} packages`), expected);
			await beginInstall(folder);
			try {
				await npmFromRegistry(
					purpose,
					[
						'install',
						'--prefix',
						folder,
						'--no-save',
						'--ignore-scripts',
						'--no-audit',
						'--no-fund',
					],
					{
						cwd: folder,
						advice: NETWORK,
					},
				);
			} finally {
				clearInterval(counting);
			}
			await finishInstall(folder);
			return await count();
		},
		(count, seconds) => `${count} packages, ${duration(seconds)}`,
	);
}

/** The project's own packages and its Node. Instant when they are there. */
export async function installProject() {
	await alone(
		'install',
		async () => {
			await installPackages('Packages', root, {
				expected: '1 to 3 min',
				purpose: 'install packages',
			});
			await installNode();
		},
		sayWaiting,
	);
}

/**
 * @param {number} holder
 * @param {string} file
 */
export function sayWaiting(holder, file) {
	note('', `waiting: process ${holder} is installing (if that is none of yours, delete ${file})`);
}

/**
 * npm keeps install scripts off here; the package `node` needs its own to fetch the binary for this
 * machine.
 */
async function installNode() {
	const wanted = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).devDependencies
		.node;
	if ((await versionOf(projectNode)) === `v${wanted}`) return;
	await step(
		'Node',
		async () => {
			await npmFromRegistry(
				'install Node',
				['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'],
				{ advice: NETWORK },
			);
			const version = await versionOf(projectNode);
			if (version !== `v${wanted}`) {
				throw new Failure(
					`Node ${wanted} was installed but does not run on this machine. n8n needs it; is this system older than 2021?`,
				);
			}
		},
		(_, seconds) =>
			`${wanted} for n8n, beside your own ${process.version.slice(1)}, ${duration(seconds)}`,
	);
}

/** @param {string} node */
async function versionOf(node) {
	try {
		await access(node);
		return (await promisify(execFile)(node, ['--version'])).stdout.trim();
	} catch {
		return undefined;
	}
}
