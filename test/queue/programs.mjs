import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../../sandbox/launch/failure.mjs';

const DEBIAN = '/usr/lib/postgresql';
const NAMES = ['redis-server', 'initdb', 'postgres'];

/**
 * Where the programs that queue mode needs are. Debian keeps those of PostgreSQL out of PATH.
 * @returns {Record<string, string>} paths by name
 */
export function findPrograms() {
	const folders = [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)];
	const found = Object.fromEntries(
		NAMES.map((name) => [name, folders.map((folder) => join(folder, name)).find(isProgram) ?? '']),
	);
	const missing = NAMES.filter((name) => found[name] === '');
	if (missing.length > 0) {
		throw new Failure(
			`Queue mode needs Redis and PostgreSQL; ${missing.join(', ')} is not installed here. On Debian and Ubuntu, as root: apt-get install redis-server postgresql`,
		);
	}
	return found;
}

/** The newest version first. */
function debianFolders() {
	try {
		return readdirSync(DEBIAN)
			.toSorted((left, right) => Number(right) - Number(left))
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
