import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../../sandbox/launch/failure.mjs';
import { npm } from '../../sandbox/launch/npm.mjs';
import { cache, root } from '../../sandbox/launch/paths.mjs';

const run = promisify(execFile);

const NAME = 'n8n-nodes-handwriting-ocr';

/** The packages as `npm run bench` has packed them, each unpacked under its name. */
export function presentBuild(): string {
	const packagesDir = process.env.BENCH_PACKAGES;
	if (packagesDir === undefined) throw new Error('start it with `npm run bench`');
	return packagesDir;
}

/**
 * Builds the root package as it was at a commit, with the compiler of today.
 *
 * @returns a folder like that of {@link presentBuild}
 * @throws {Failure} when the commit is not there, as in a clone without its history
 */
export async function buildOf(commit: string): Promise<string> {
	const packagesDir = join(cache, 'builds', commit);
	if (existsSync(packagesDir)) return packagesDir;
	const folder = `${packagesDir}.source`;
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	try {
		await run('git', ['archive', '--output', join(folder, 'source.tar'), commit], { cwd: root });
	} catch {
		throw new Failure(
			`The commit ${commit} is not in this clone: fetch the history (git fetch --unshallow) or name another commit behind --beside.`,
		);
	}
	await run('tar', ['-xf', 'source.tar'], { cwd: folder });
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
	await npm(`build the package of ${commit}`, ['run', 'build'], { cwd: folder });
	const built = join(folder, 'built');
	for (const part of ['package.json', 'dist'])
		await cp(join(folder, part), join(built, NAME, part), { recursive: true });
	await rename(built, packagesDir);
	await rm(folder, { recursive: true });
	return packagesDir;
}
