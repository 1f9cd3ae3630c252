import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { recognizeImage } from '../../sandbox/ocr/engine.mts';
import {
	countPages,
	detectType,
	renderPages,
	shutdown,
	toFields,
	toTables,
} from '../../sandbox/ocr/index.mts';
import { errorRate, read, sample, truth } from './ocr-samples.mts';

afterAll(async () => await shutdown());

describe('samples are read', () => {
	test.each([
		['letter.png', 0.02],
		['form.png', 0.03],
		['table.png', 0.03],
		['receipt.jpg', 0.03],
	])('%s with few errors', async (name, bound) => {
		const [page, ...more] = await read(sample(name));
		expect(more).toEqual([]);
		const [expected] = truth(name.replace(/\.\w+$/, ''));
		expect(errorRate(page?.text ?? '', expected ?? '')).toBeLessThan(bound);
	});

	test('a letter keeps its lines and paragraphs', async () => {
		const [page] = await read(sample('letter.png'));
		const shape = (text: string) =>
			text.split('\n\n').map((paragraph) => paragraph.split('\n').length);
		// The date stands one line above the salutation, as the lines of a paragraph do.
		expect(shape(page?.text ?? '')).toEqual([2, 3, 4, 3, 1, 2]);
		expect(toTables(page ?? { lines: [] })).toEqual([]);
		expect(toFields(page ?? { lines: [] })).toEqual([]);
	});

	test('the cells of the table', async () => {
		const [page] = await read(sample('table.png'));
		const expected: string[][] = JSON.parse(sample('table.json').toString('utf8'));
		const [table, ...more] = toTables(page ?? { lines: [] });
		expect(more).toEqual([]);
		expect(table?.rows.map((row) => row.length)).toEqual(expected.map((row) => row.length));
		const right = expected.flatMap((row, y) =>
			row.filter((cell, x) => cell === table?.rows[y]?.[x]),
		);
		expect(right.length / expected.flat().length).toBeGreaterThanOrEqual(0.9);
		expect(table?.hasHeaderRow).toBe(true);
		expect(table?.headerContent).toEqual(expected[0]);
	});

	test('the fields of the form', async () => {
		const [page] = await read(sample('form.png'));
		const expected: Array<{ label: string; value: string }> = JSON.parse(
			sample('form.json').toString('utf8'),
		);
		const fields = toFields(page ?? { lines: [] });
		expect(fields.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
		const right = expected.filter(({ value }, index) => value === fields[index]?.value);
		expect(right.length).toBeGreaterThanOrEqual(expected.length - 1);
		expect(toTables(page ?? { lines: [] })).toEqual([]);
	});

	test('a receipt is a table of two columns', async () => {
		const [page] = await read(sample('receipt.jpg'));
		expect(
			toTables(page ?? { lines: [] }).map(({ rows }) => rows.map((row) => row.length)),
		).toEqual([[2, 2, 2, 2, 2]]);
	});

	test('the pages of a PDF, in order', async () => {
		const pages = await read(sample('two-pages.pdf'));
		expect(pages.map(({ pageNumber }) => pageNumber)).toEqual([1, 2]);
		for (const [index, expected] of truth('two-pages').entries()) {
			expect(errorRate(pages[index]?.text ?? '', expected)).toBeLessThan(0.03);
		}
	});
});

describe('kinds of file', () => {
	const strip = { left: 0, top: 300, width: 1230, height: 220 };
	const start = /^Thank you for the wonderful weekend/;

	test('a TIFF has all its pages', async () => {
		const pages = await Promise.all(
			[300, 560].map(
				async (top) =>
					await sharp(sample('letter.png'))
						.extract({ ...strip, top })
						.toBuffer(),
			),
		);
		const tiff = await sharp(pages, { join: { animated: true } })
			.tiff({ compression: 'lzw' })
			.toBuffer();
		expect(detectType(tiff)).toBe('image/tiff');
		expect(await countPages(tiff, 'image/tiff')).toBe(2);
		const [first, second] = await read(tiff);
		expect(first?.text).toMatch(start);
		expect(second?.text).toMatch(/We came home on Sunday/);
	});

	test('a HEIC photo', async () => {
		const file = readFileSync(join(import.meta.dirname, 'files/letter.heic'));
		expect(detectType(file)).toBe('image/heic');
		expect(await countPages(file, 'image/heic')).toBe(1);
		const [page] = await read(file);
		const [letter = ''] = truth('letter');
		expect(
			errorRate(page?.text ?? '', letter.slice(0, letter.indexOf('under the old'))),
		).toBeLessThan(0.05);
	});

	test.each(['gif', 'webp', 'avif', 'jpeg'] as const)('%s', async (format) => {
		const file = await sharp(sample('letter.png')).extract(strip).toFormat(format).toBuffer();
		expect(detectType(file)).toBe(`image/${format}`);
		const [page] = await read(file);
		expect(page?.text).toMatch(start);
	});

	test('a photo that lies on its side by EXIF is read upright', async () => {
		const file = await sharp(sample('letter.png'))
			.extract(strip)
			.rotate(270)
			.withMetadata({ orientation: 6 })
			.jpeg()
			.toBuffer();
		const [page] = await read(file);
		expect(page?.text).toMatch(start);
		expect(page?.image).toMatchObject({ width: strip.width, height: strip.height });
	});

	test('writing on a transparent ground', async () => {
		const mask = await sharp(sample('letter.png'))
			.extract(strip)
			.greyscale()
			.negate()
			.threshold(100)
			.toColourspace('b-w')
			.raw()
			.toBuffer();
		const ink = {
			create: { width: strip.width, height: strip.height, channels: 3, background: '#111' },
		} as const;
		const file = await sharp(ink)
			.joinChannel(mask, { raw: { width: strip.width, height: strip.height, channels: 1 } })
			.png()
			.toBuffer();
		const [page] = await read(file);
		expect(page?.text).toMatch(start);
	});

	test('a blank page has no text', async () => {
		const file = await sharp({
			create: { width: 800, height: 1100, channels: 3, background: '#fdfbf3' },
		})
			.png()
			.toBuffer();
		expect(await read(file)).toMatchObject([
			{ pageNumber: 1, text: '', lines: [], image: { width: 800, height: 1100 } },
		]);
	});
});

test('boxes are in pixels of the page image, also when that is smaller than what was read', async () => {
	const [plain] = await read(sample('letter.png'));
	const [large] = await read(
		await sharp(sample('letter.png')).resize({ width: 2460 }).png().toBuffer(),
	);
	const rosa = (page: typeof plain) =>
		page?.lines.flatMap((line) => line.words).find((word) => word.text === 'Rosa,')?.box;
	const factor = (large?.image.width ?? 0) / (plain?.image.width ?? 1);
	expect(large?.image.width).toBe(1600);
	expect(Math.abs((rosa(large)?.x0 ?? 0) - (rosa(plain)?.x0 ?? 0) * factor)).toBeLessThan(6);
	expect(Math.abs((rosa(large)?.y1 ?? 0) - (rosa(plain)?.y1 ?? 0) * factor)).toBeLessThan(6);
});

test('page images are JPEGs of at most 1600 pixels', async () => {
	const images = await renderPages(sample('two-pages.pdf'), 'application/pdf');
	expect(images).toHaveLength(2);
	for (const { jpeg, width, height } of images) {
		expect(detectType(jpeg)).toBe('image/jpeg');
		expect(await sharp(jpeg).metadata()).toMatchObject({ width, height });
		expect(width).toBe(1600);
		// A4
		expect(height / width).toBeCloseTo(Math.SQRT2, 2);
	}
});

describe('the engine', () => {
	test('several files at once get their own text', async () => {
		const names = ['form.png', 'table.png', 'receipt.jpg', 'form.png'];
		const texts = await Promise.all(names.map(async (name) => (await read(sample(name)))[0]?.text));
		expect(texts.map((text) => text?.split('\n')[0])).toEqual([
			'Riverside Library',
			'Market stall, Saturday',
			'The Corner Cafe',
			'Riverside Library',
		]);
	});

	test('a shutdown ends the work with an error, and the next file starts it again', async () => {
		const work = expect(recognizeImage(sample('letter.png'))).rejects.toThrow(
			'The OCR engine was shut down',
		);
		await shutdown();
		await work;
		expect((await read(sample('form.png')))[0]?.text).toMatch(/^Riverside Library/);
	});
});
