import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../../sandbox/launch/failure.mjs';
import { byHand, installFromDebian } from '../runner/debian.mjs';

const DEBIAN = '/usr/lib/postgresql';
const NAMES = ['redis-server', 'initdb', 'postgres'];
const PACKAGES = ['redis-server', 'postgresql'];

/**
 * Where the programs that queue mode needs are. Debian keeps those of PostgreSQL out of PATH.
 * @returns {Record<string, string>} paths by name
 */
export function findPrograms() {
	const found = lookForPrograms();
	const missing = missingIn(found);
	if (missing.length > 0) throw new Failure(byHand(PACKAGES, needOf(missing)));
	return found;
}

/** Installs from Debian what is missing; throws a Failure where that is impossible. */
export async function installPrograms() {
	const missing = missingIn(lookForPrograms());
	if (missing.length > 0) await installFromDebian(PACKAGES, needOf(missing));
	findPrograms();
}

/** @param {Record<string, string>} found */
function missingIn(found) {
	return NAMES.filter((name) => found[name] === '');
}

/** @param {string[]} missing */
function needOf(missing) {
	return `Queue mode needs Redis and PostgreSQL; ${missing.join(', ')} is not installed here.`;
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
