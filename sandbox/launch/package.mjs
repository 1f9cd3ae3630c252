import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { duration, step } from './console.mjs';
import { alone } from './lock.mjs';
import { npm } from './npm.mjs';
import { publishedPackages } from './packages.mjs';
import { packed, root } from './paths.mjs';

/** What decides the contents of the packages. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'packages',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'sandbox/launch/smaller.cjs',
	'README.md',
	'LICENSE.md',
];
const STAMP = join(packed, 'built-from');

/**
 * Builds and packs the packages as `npm publish` would, and unpacks them as npm does when n8n
 * installs them. Does nothing when no source has changed since.
 * @returns {Promise<{ tarballs: string[], packagesDir: string }>} `packagesDir`: the folder in which
 *   each package lies unpacked under its name
 */
export async function buildPackages() {
	return await alone('build', async () => {
		const tarballs = publishedPackages.map(({ name, version }) =>
			join(packed, `${name}-${version}.tgz`),
		);
		const packagesDir = join(packed, 'node_modules');
		const sources = await hashOf(SOURCES);
		const built = await readFile(STAMP, 'utf8').catch(() => '');
		const places = [
			...tarballs,
			...publishedPackages.flatMap(({ name, folder }) => [
				join(packagesDir, name),
				join(folder, 'dist'),
			]),
		];
		if (built === sources && places.every((place) => existsSync(place)))
			return { tarballs, packagesDir };
		await step(
			'Packages',
			async () => {
				await rm(packed, { recursive: true, force: true });
				await mkdir(packed, { recursive: true });
				await npm('build the packages', ['run', 'build'], {
					advice: 'The compiler says there what is wrong',
				});
				for (const { name, folder } of publishedPackages) await pack(name, folder);
				await unpack(tarballs);
				await writeFile(STAMP, sources);
			},
			(_, seconds) => `built and packed, ${duration(seconds)}`,
		);
		return { tarballs, packagesDir };
	});
}

/**
 * @param {string} name
 * @param {string} folder
 */
async function pack(name, folder) {
	await npm(`pack ${name}`, ['pack', '--ignore-scripts', '--pack-destination', packed], {
		cwd: folder,
	});
}

/**
 * npm installs peer dependencies by default; here that would be a second n8n-workflow.
 * @param {string[]} tarballs
 */
async function unpack(tarballs) {
	await writeFile(join(packed, 'package.json'), JSON.stringify({ name: 'packed', private: true }));
	await npm(
		'unpack the packages',
		[
			...['install', '--prefix', packed, '--no-save', '--legacy-peer-deps', '--ignore-scripts'],
			...['--no-audit', '--no-fund', '--offline'],
			...tarballs,
		],
		{ cwd: packed },
	);
}

/** @param {string[]} entries files and folders, below the project's */
async function hashOf(entries) {
	const hash = createHash('sha256');
	for (const entry of entries) {
		for (const file of await filesOf(join(root, entry)))
			hash
				.update(relative(root, file))
				.update('\0')
				.update(await readFile(file));
	}
	return hash.digest('hex');
}

/**
 * The files below a path, without links and what a build makes.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesOf(path) {
	if (!existsSync(path)) return [];
	const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(
		() => undefined,
	);
	if (entries === undefined) return [path];
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
		.filter((file) => !/[\\/]dist[\\/]/.test(file))
		.sort();
}
