import { once } from 'node:events';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startChild } from '../../sandbox/launch/children.mjs';
import { duration, step } from '../../sandbox/launch/console.mjs';
import { Failure } from '../../sandbox/launch/failure.mjs';

const DEBIAN = '/usr/lib/postgresql';
const NAMES = ['redis-server', 'initdb', 'postgres'];
const PACKAGES = 'redis-server postgresql';

/**
 * Where the programs that queue mode needs are. Debian keeps those of PostgreSQL out of PATH.
 * @returns {Record<string, string>} paths by name
 */
export function findPrograms() {
	const found = lookForPrograms();
	const missing = NAMES.filter((name) => found[name] === '');
	if (missing.length > 0) {
		throw new Failure(
			`Queue mode needs Redis and PostgreSQL; ${missing.join(', ')} is not installed here. On Debian and Ubuntu, as root: apt-get install ${PACKAGES}`,
		);
	}
	return found;
}

/** Installs from Debian what is missing; throws a Failure where that is impossible. */
export async function installPrograms() {
	if (NAMES.some((name) => lookForPrograms()[name] === '')) {
		await step('Queue mode', install, (done, seconds) =>
			done
				? `Redis and PostgreSQL installed from Debian, ${duration(seconds)}`
				: 'Redis and PostgreSQL cannot be installed here',
		);
	}
	findPrograms();
}

/** The run level keeps the services that come with the packages from being started. */
async function install() {
	const script = `apt-get update && apt-get install --yes --no-install-recommends ${PACKAGES}`;
	const settings = ['RUNLEVEL=1', 'DEBIAN_FRONTEND=noninteractive'];
	const [command = '', ...args] = [
		...(process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']),
		...['env', ...settings, 'sh', '-c', script],
	];
	const child = startChild(command, args, { stdio: 'ignore' });
	const [code] = await once(child, 'exit').catch(() => [1]);
	return code === 0;
}

/** @returns {Record<string, string>} an empty path for what is missing */
function lookForPrograms() {
	const folders = [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)];
	return Object.fromEntries(
		NAMES.map((name) => [name, folders.map((folder) => join(folder, name)).find(isProgram) ?? '']),
	);
}

/** The newest version first. */
function debianFolders() {
	try {
		return readdirSync(DEBIAN)
			.sort((left, right) => Number(right) - Number(left))
			.map((version) => join(DEBIAN, version, 'bin'));
	} catch {
		return [];
	}
}

/** @param {string} path */
function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
