import { randomUUID } from 'node:crypto';
import { link, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../../sandbox/launch/paths.mjs';

const PHOTO = join(root, 'sandbox', 'samples', 'receipt.jpg');

/** A folder of equal photos with different names. */
export type Photos = {
	/** What the node "Read/Write Files" takes as its file selector. */
	selector: string;
	/** Their paths, in the order of their names. */
	paths: string[];
	names: string[];
};

/**
 * Puts copies of the sample receipt into a new folder below `folder`. Those of one size share one
 * file on disk.
 * @param sizes bytes of each, in turn; the photo (80 kB) is filled up behind its end, which
 * decoders ignore
 */
export async function makePhotos(
	folder: string,
	count: number,
	...sizes: number[]
): Promise<Photos> {
	const place = await mkdtemp(join(folder, 'photos-'));
	const photo = await readFile(PHOTO);
	const originals = sizes.length > 0 ? sizes : [photo.length];
	const originalOf = (index: number) => join(place, `original-${index % originals.length}`);
	for (const [index, size] of originals.entries())
		await writeFile(originalOf(index), Buffer.concat([photo, Buffer.alloc(size - photo.length)]));
	const names = Array.from(
		{ length: count },
		(_, index) => `receipt-${String(index + 1).padStart(4, '0')}.jpg`,
	);
	const paths = names.map((name) => join(place, name));
	for (const [index, path] of paths.entries()) await link(originalOf(index), path);
	return { selector: join(place, '*.jpg'), paths, names };
}

/** As {@link makePhotos}, each of other bytes than all photos that were ever made. */
export async function makeDifferentPhotos(
	folder: string,
	count: number,
	size: number,
): Promise<Photos> {
	const photos = await makePhotos(folder, 0);
	const place = dirname(photos.selector);
	const photo = await readFile(PHOTO);
	const names = Array.from({ length: count }, (_, index) => `receipt-${index + 1}.jpg`);
	const paths = names.map((name) => join(place, name));
	for (const path of paths) {
		const mark = Buffer.from(randomUUID());
		const rest = Buffer.alloc(size - photo.length - mark.length);
		await writeFile(path, Buffer.concat([photo, mark, rest]));
	}
	return { ...photos, names, paths };
}
