import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

import { countPages, PageCounter } from '../../../../nodes/shared/files/pageCount.ts';
import { inPieces, pagesOf } from './bytes.mts';

const root = join(import.meta.dirname, '../../../..');
const picture = sharp(join(root, 'sandbox/samples/letter.png')).resize(40);

it.each([
	['jpeg', () => picture.clone().jpeg().toBuffer()],
	['png', () => picture.clone().png().toBuffer()],
	['gif', () => picture.clone().gif().toBuffer()],
	['webp', () => picture.clone().webp().toBuffer()],
	['avif', () => picture.clone().avif().toBuffer()],
	['tiff', () => picture.clone().tiff().toBuffer()],
	['heic', () => readFile(join(root, 'test/sandbox/files/letter.heic'))],
])('an image is one page: %s', async (_, make) => {
	expect(await pagesOf(await make())).toBe(1);
});

it('a moving picture is one image, so one page', async () => {
	const frames = await Promise.all(
		[1, 2, 3].map(async (shade) =>
			sharp({
				create: { width: 9, height: 9, channels: 3, background: { r: 80 * shade, g: 0, b: 0 } },
			})
				.png()
				.toBuffer(),
		),
	);
	const moving = await sharp(frames, { join: { animated: true } })
		.gif()
		.toBuffer();
	expect((await sharp(moving).metadata()).pages).toBe(3);
	expect(await pagesOf(moving)).toBe(1);
});

it.each([
	['nothing', ''],
	['text', 'Dear Sir or Madam'],
	['HTML', '<!doctype html><title>404</title>'],
	['a ZIP archive', 'PK\x03\x04'],
	['a name that is none', 'abc123'],
	['the beginning of a PDF', '%PDF'],
	['a header too far behind', `${' '.repeat(1100)}%PDF-1.4`],
])('tells no number of %s', async (_, start) => {
	expect(await pagesOf(Buffer.from(start, 'latin1'))).toBeNull();
});

it('reads no more of an image than its beginning', async () => {
	let read = 0;
	async function* endless(): AsyncGenerator<Uint8Array> {
		for (;;) {
			read++;
			yield Buffer.from('\xff\xd8\xff'.padEnd(2000), 'latin1');
		}
	}
	expect(await countPages(endless())).toBe(1);
	expect(read).toBe(1);
});

it('counts while the bytes go elsewhere too', async () => {
	const file = await readFile(join(root, 'sandbox/samples/two-pages.pdf'));
	const counter = new PageCounter();
	const elsewhere: Uint8Array[] = [];
	for await (const piece of inPieces(file)) {
		elsewhere.push(piece);
		await counter.add(piece);
	}
	expect(Buffer.concat(elsewhere).equals(file)).toBe(true);
	expect(await counter.end()).toBe(2);
});
