import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { duration, step } from './console.mjs';
import { alone } from './lock.mjs';
import { npm } from './npm.mjs';
import { packed, root } from './paths.mjs';

/** What decides the package's contents. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'README.md',
	'LICENSE.md',
];
const STAMP = join(packed, 'built-from');

/**
 * Builds and packs the package as `npm publish` would, and unpacks it as npm does when n8n installs
 * it. Does nothing when no source has changed since.
 * @returns {Promise<{ tarball: string, packageDir: string }>}
 */
export async function buildPackage() {
	return await alone('build', async () => {
		const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		const result = {
			tarball: join(packed, `${name}-${version}.tgz`),
			packageDir: join(packed, 'node_modules', name),
		};
		const sources = await hashOf(SOURCES);
		const built = await readFile(STAMP, 'utf8').catch(() => '');
		if (
			built === sources &&
			existsSync(result.tarball) &&
			existsSync(result.packageDir) &&
			existsSync(join(root, 'dist'))
		)
			return result;
		await step(
			'Package',
			async () => {
				await rm(packed, { recursive: true, force: true });
				await mkdir(packed, { recursive: true });
				await npm('build the package', ['run', 'build'], {
					advice: 'The compiler says there what is wrong',
				});
				await npm('pack the package', ['pack', '--ignore-scripts', '--pack-destination', packed]);
				await unpack(result.tarball);
				await writeFile(STAMP, sources);
			},
			(_, seconds) => `built and packed, ${duration(seconds)}`,
		);
		return result;
	});
}

/**
 * npm installs peer dependencies by default; here that would be a second n8n-workflow.
 * @param {string} tarball
 */
async function unpack(tarball) {
	await writeFile(join(packed, 'package.json'), JSON.stringify({ name: 'packed', private: true }));
	await npm(
		'unpack the package',
		[
			...[
				'install',
				'--prefix',
				packed,
				'--no-save',
				'--legacy-peer-deps',
				'--ignore-scripts',
				'--no-audit',
				'--no-fund',
				'--offline',
			],
			tarball,
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
		.sort();
}
