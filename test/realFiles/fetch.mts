import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../sandbox/launch/failure.mjs';
import { npm } from '../../sandbox/launch/npm.mjs';
import { cache } from '../../sandbox/launch/paths.mjs';
import type { RealFile } from './files.mts';

const FOLDER = join(cache, 'real-files');
const TARBALLS = join(FOLDER, 'tarballs');

/** Where a file lies once it was fetched. */
export function placeOf({ package: owner, version, path }: RealFile): string {
	return join(folderOf(owner, version), 'package', path);
}

/**
 * Fetches what is missing: each package by its version with npm, and from it the listed files and
 * nothing else. Nothing of a package is installed or run.
 */
export async function fetchFiles(files: RealFile[]): Promise<void> {
	const missing = files.filter((file) => !existsSync(placeOf(file)));
	const packages = [...new Set(missing.map(specOf))];
	const tarballs = packages.filter((spec) => !existsSync(tarballOf(spec)));
	await mkdir(TARBALLS, { recursive: true });
	if (tarballs.length > 0)
		await npm('fetch the real files', ['pack', ...tarballs, '--pack-destination', TARBALLS], {
			cwd: FOLDER,
		});
	for (const spec of packages)
		await unpack(
			spec,
			missing.filter((file) => specOf(file) === spec),
		);
	for (const file of files) await check(file);
}

async function unpack(spec: string, files: RealFile[]): Promise<void> {
	const [first] = files;
	if (!first) return;
	const folder = folderOf(first.package, first.version);
	await mkdir(folder, { recursive: true });
	const paths = files.map(({ path }) => `package/${path}`);
	const tar = spawn('tar', ['-xzf', tarballOf(spec), '-C', folder, ...paths], {
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const [code] = await once(tar, 'exit');
	if (code !== 0) throw new Failure(`tar could not unpack ${spec} (code ${code})`);
}

async function check(file: RealFile): Promise<void> {
	const { size } = await stat(placeOf(file));
	if (size !== file.size)
		throw new Failure(`${file.path} of ${file.package} has ${size} bytes, not ${file.size}`);
}

function specOf(file: RealFile): string {
	return `${file.package}@${file.version}`;
}

function folderOf(owner: string, version: string): string {
	return join(FOLDER, `${fileName(owner)}-${version}`);
}

function tarballOf(spec: string): string {
	return join(TARBALLS, `${fileName(spec)}.tgz`);
}

/** As `npm pack` names a tarball: `@pdftron/samples@1.0.0` becomes `pdftron-samples-1.0.0`. */
function fileName(spec: string): string {
	return spec.replace(/^@/, '').replaceAll(/[/@]/g, '-');
}
