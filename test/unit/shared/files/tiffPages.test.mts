import sharp from 'sharp';

import { made, pagesOf } from './bytes.mts';
import { makeTiff, type TiffImage, type TiffShape } from './tiffMaker.mts';

const layouts = [
	['little-endian', { littleEndian: true, big: false }],
	['big-endian', { littleEndian: false, big: false }],
	['big TIFF, little-endian', { littleEndian: true, big: true }],
	['big TIFF, big-endian', { littleEndian: false, big: true }],
] satisfies Array<[string, Omit<TiffShape, 'images'>]>;

const directoriesOf = async (file: Buffer): Promise<number | undefined> =>
	(await sharp(file).metadata()).pages;

describe.each(layouts)('%s', (_, layout) => {
	it.each([1, 61, 64 * 1024])('counts directories, in pieces of %i bytes', async (pieceSize) => {
		const file = makeTiff({ ...layout, images: [{}, {}, {}] });
		expect(await directoriesOf(file)).toBe(3);
		expect(await pagesOf(file, pieceSize)).toBe(3);
	});

	it('counts neither reduced copies nor masks', async () => {
		const images: TiffImage[] = [{}, { kind: 1 }, { kind: 4 }, { kind: 5 }, { oldKind: 2 }];
		const file = makeTiff({ ...layout, images: [...images, { kind: 2 }, { oldKind: 3 }] });
		expect(await directoriesOf(file)).toBe(7);
		expect(await pagesOf(file)).toBe(3);
	});

	it('counts an image whose kind cannot be told', async () => {
		const images: TiffImage[] = [{}, { kind: 1, kinds: 0 }, { kind: 1, kinds: 2 }];
		expect(await pagesOf(makeTiff({ ...layout, images }))).toBe(3);
	});

	it('counts copies of nothing', async () => {
		expect(await pagesOf(makeTiff({ ...layout, images: [{ kind: 1 }] }))).toBe(1);
	});

	it('follows directories backwards, however far', async () => {
		const images = [{ gap: 3_000_000 }, { kind: 1 }, {}, { gap: 5_000_000 }, {}];
		const file = makeTiff({ ...layout, images, order: [4, 2, 3, 1, 0] });
		expect(await directoriesOf(file)).toBe(5);
		expect(await pagesOf(file)).toBe(4);
		expect(await pagesOf(file, 100_003)).toBe(4);
	});

	it('follows directories forwards that lack what others have', async () => {
		const images = [{ withoutPhotometric: true }, { gap: 3_000_000, withoutPhotometric: true }];
		expect(await pagesOf(makeTiff({ ...layout, images }))).toBe(2);
	});

	it('counts each directory of a loop once', async () => {
		expect(await pagesOf(makeTiff({ ...layout, images: [{}, {}, {}], loopTo: 0 }))).toBe(3);
		expect(await pagesOf(makeTiff({ ...layout, images: [{}, {}, {}], loopTo: 2 }))).toBe(3);
	});

	it('tells no number of a file that is cut off', async () => {
		const file = makeTiff({ ...layout, images: [{}, {}] });
		for (let size = 0; size < file.length; size++)
			expect(await pagesOf(file.subarray(0, size))).toBeNull();
	});
});

it.each([
	['big-endian.tif', 2, 2],
	['big-endian-big.tif', 2, 2],
	['pyramid.tif', 4, 2],
	['pyramid-big.tif', 4, 2],
	['moved.tif', 4, 4],
])('counts what another program wrote: %s', async (name, directories, pages) => {
	const file = await made(name);
	expect(await directoriesOf(file)).toBe(directories);
	expect(await pagesOf(file)).toBe(pages);
});

it('counts 300 pages', async () => {
	const images = Array.from({ length: 300 }, (): TiffImage => ({ gap: 1000 }));
	expect(await pagesOf(makeTiff({ littleEndian: true, big: false, images }))).toBe(300);
});
