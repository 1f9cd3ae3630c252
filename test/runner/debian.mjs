import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { duration, step } from '../../sandbox/launch/console.mjs';
import { Failure } from '../../sandbox/launch/failure.mjs';

/**
 * Installs packages of Debian, which only root can. Throws a Failure that says what to do by hand.
 * @param {string[]} packages
 * @param {string} need what needs them, such as "Queue mode needs Redis."
 */
export async function installFromDebian(packages, need) {
	const byHand = `${need} On Debian and Ubuntu, as root: apt-get install ${packages.join(' ')}`;
	if (process.getuid?.() !== 0) throw new Failure(byHand);
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
		throw new Failure(`${byHand}. It was tried, and failed: ${firstLine(error)}`);
	}
}

/** @param {string[]} args */
async function aptGet(...args) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await promisify(execFile)('apt-get', args, { env, maxBuffer: 1e8 });
}

/** @param {unknown} error */
function firstLine(error) {
	const text = Object(error).stderr || Object(error).message || String(error);
	return String(text).trim().split('\n')[0];
}
