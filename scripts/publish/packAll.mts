import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';

export type Tarball = { name: string; version: string; file: string };

/** Puts the tarballs of all packages into a folder; builds them when a source has changed. */
export async function packAll(folder: string): Promise<Tarball[]> {
	const { tarballs } = await buildPackages();
	await mkdir(folder, { recursive: true });
	const packed: Tarball[] = [];
	for (const { name, version } of publishedPackages) {
		const source = tarballs.find((tarball) => basename(tarball) === `${name}-${version}.tgz`);
		if (source === undefined) throw new Error(`${name} was not packed`);
		const file = join(folder, basename(source));
		await copyFile(source, file);
		packed.push({ name, version, file });
	}
	return packed;
}
