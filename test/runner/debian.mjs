import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { duration, step } from '../../sandbox/launch/console.mjs';
import { Failure } from '../../sandbox/launch/failure.mjs';

/**
 * Installs packages of Debian, as root or by sudo. Throws a Failure that says what to do by hand.
 * @param {string[]} packages
 * @param {string} need what needs them, such as "Queue mode needs Redis."
 */
export async function installFromDebian(packages, need) {
	try {
		await step(
			'Debian',
			async () => {
				await aptGet('update');
				await aptGet('install', '-y', '--no-install-recommends', ...packages);
			},
			(_, seconds) => `${packages.join(', ')}, ${duration(seconds)}`,
		);
	} catch (error) {
		throw new Failure(`${byHand(packages, need)}. It was tried, and failed: ${firstLine(error)}`);
	}
}

/**
 * @param {string[]} packages
 * @param {string} need
 */
export function byHand(packages, need) {
	return `${need} On Debian and Ubuntu, as root: apt-get install ${packages.join(' ')}`;
}

/**
 * The run level keeps services that come with the packages from being started.
 * @param {string[]} args
 */
async function aptGet(...args) {
	const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
	const settings = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
	const [command = '', ...rest] = [...asRoot, 'env', ...settings, 'apt-get', ...args];
	await promisify(execFile)(command, rest, { maxBuffer: 1e8 });
}

/** @param {unknown} error */
function firstLine(error) {
	const text = Object(error).stderr || Object(error).message || String(error);
	return String(text).trim().split('\n')[0];
}
