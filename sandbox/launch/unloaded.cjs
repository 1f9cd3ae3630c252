const { readdir, readFile, rm } = require('node:fs/promises');
const { join } = require('node:path');

/** A module of the same package, as TypeScript compiles its import. */
const IMPORT = /\brequire\("(\.[^"]+)"\)/g;

/**
 * The compiled modules that a package loads: not what other services alone need of `nodes/shared`,
 * and no files of types.
 * @param {string} folder of the package
 * @param {string} compiled where its compiled code is
 */
async function loadedModules(folder, compiled) {
	const { n8n } = require(join(folder, 'package.json'));
	/** @type {Set<string>} */
	const loaded = new Set();
	/** @param {string} file */
	const load = async (file) => {
		if (loaded.has(file)) return;
		loaded.add(file);
		const code = await readFile(file, 'utf8');
		for (const [, path] of code.matchAll(IMPORT))
			await load(require.resolve(join(file, '..', path)));
	};
	for (const entry of [...n8n.nodes, ...n8n.credentials])
		await load(join(compiled, entry.replace(/^dist/, '')));
	return loaded;
}

/**
 * Deletes what a package has compiled and does not load.
 * @param {string} folder of the package
 */
async function deleteUnloaded(folder) {
	const compiled = join(folder, 'dist');
	const loaded = await loadedModules(folder, compiled);
	const files = await readdir(compiled, { recursive: true });
	for (const file of files.map((name) => join(compiled, name)))
		if (file.endsWith('.js') && !loaded.has(file)) await rm(file);
}

module.exports = { loadedModules, deleteUnloaded };
