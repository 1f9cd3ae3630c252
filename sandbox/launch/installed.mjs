import { createHash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * In `node_modules`: what it was installed from. Gone with the folder, and never there after a
 * broken-off install.
 */
const STAMP = '.installed-from';
const UNFINISHED = '.install-unfinished';

/**
 * Whether `node_modules` of a folder was installed to the end from the folder's present manifest
 * and lock file.
 * @param {string} folder
 */
export async function isInstalled(folder) {
	const stamp = await readFile(join(folder, 'node_modules', STAMP), 'utf8').catch(() => '');
	return stamp === (await source(folder));
}

/**
 * Clears away what a broken-off install left: npm would take half-written packages for whole ones.
 * @param {string} folder
 */
export async function beginInstall(folder) {
	const modules = join(folder, 'node_modules');
	const [unfinished, record] = await Promise.all([
		exists(join(folder, UNFINISHED)),
		exists(join(modules, '.package-lock.json')),
	]);
	if (unfinished || !record) await rm(modules, { recursive: true, force: true });
	await writeFile(join(folder, UNFINISHED), '');
}

/** @param {string} folder */
export async function finishInstall(folder) {
	await writeFile(join(folder, 'node_modules', STAMP), await source(folder));
	await rm(join(folder, UNFINISHED), { force: true });
}

/**
 * How many of the lock file's packages are on disk.
 * @param {string} folder
 * @returns {Promise<{ count: () => Promise<number>, total: number }>}
 */
export async function packageCounter(folder) {
	/** @type {Record<string, { optional?: boolean, peer?: boolean, extraneous?: boolean }>} */
	const packages = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')).packages;
	const files = Object.entries(packages)
		.filter(
			([path, { optional, peer, extraneous }]) =>
				path.startsWith('node_modules/') && !optional && !peer && !extraneous,
		)
		.map(([path]) => join(folder, path, 'package.json'));
	const count = async () => (await Promise.all(files.map(exists))).filter(Boolean).length;
	return { count, total: files.length };
}

/** @param {string} folder */
async function source(folder) {
	const hash = createHash('sha256');
	for (const name of ['package.json', 'package-lock.json'])
		hash.update(await readFile(join(folder, name)));
	return hash.digest('hex');
}

/** @param {string} file */
async function exists(file) {
	return await stat(file).then(
		() => true,
		() => false,
	);
}
