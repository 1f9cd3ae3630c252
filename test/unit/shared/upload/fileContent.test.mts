import '../../../support/seed.mts';

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';

import { readContent } from '../../../../nodes/shared/upload/fileContent.ts';
import { inputFile, pdf } from '../simulation/pdfs.mts';

const MEGABYTE = 2 ** 20;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const both = { hash: true, pages: true };
const threePages = pdf('letter.pdf', { pages: 3 }).bytes;
const sha256 = createHash('sha256').update(threePages).digest('hex');

const fileOf = (bytes: Uint8Array) => inputFile({ name: 'letter', bytes: Buffer.from(bytes) });

/** A file that comes from a store in pieces, of which those that were taken are counted. */
function stored(pieces: readonly Uint8Array[]) {
	const seen = { taken: 0, opened: [] as Array<number | undefined>, isLeft: false };
	async function* source(): AsyncGenerator<Uint8Array> {
		try {
			for (const piece of pieces) {
				seen.taken++;
				yield piece;
			}
		} finally {
			seen.isLeft = true;
		}
	}
	const open = async (pieceBytes?: number) => {
		seen.opened.push(pieceBytes);
		return Readable.from(source(), { highWaterMark: 1 });
	};
	return { file: { ...fileOf(Buffer.concat(pieces)), open }, seen };
}

it('tells the SHA-256 of the bytes, as it is published of "abc"', async () => {
	const content = await readContent(fileOf(Buffer.from('abc')), { hash: true, pages: false });
	expect(content).toEqual({
		sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
		pages: undefined,
	});
});

it.each([
	['of a PDF', threePages, 3],
	['of a picture', PNG, 1],
	['of text, which cannot be told', Buffer.from('Dear Sir or Madam'), null],
])('tells the pages %s', async (_, bytes, pages) => {
	expect(await readContent(fileOf(bytes), { hash: false, pages: true })).toEqual({
		sha256: '',
		pages,
	});
});

it('tells nothing that is not wanted', async () => {
	expect(await readContent(fileOf(threePages), { hash: false, pages: false })).toEqual({
		sha256: '',
		pages: undefined,
	});
});

it('reads a file once, in pieces of a megabyte', async () => {
	const { file, seen } = stored([threePages]);
	expect(await readContent(file, both)).toEqual({ sha256, pages: 3 });
	expect(seen.opened).toEqual([MEGABYTE]);
});

it('tells the same however the bytes are cut', async () => {
	const cuts = fc.array(fc.nat(threePages.length), { maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(cuts, async (at) => {
			const ends = [...at, threePages.length].toSorted((left, right) => left - right);
			const pieces = ends.map((end, index) => threePages.subarray(ends[index - 1] ?? 0, end));
			const { file } = stored(pieces.filter(({ length }) => length > 0));
			expect(await readContent(file, both)).toEqual({ sha256, pages: 3 });
		}),
		{ numRuns: 20 },
	);
});

describe('a picture of many pieces', () => {
	const pieces = [
		Buffer.concat([PNG, Buffer.alloc(2_000)]),
		...Array.from({ length: 20 }, (_, index) => Buffer.alloc(2_000, index)),
	];

	it('is left as soon as its pages are known', async () => {
		const { file, seen } = stored(pieces);
		expect((await readContent(file, { hash: false, pages: true })).pages).toBe(1);
		expect(seen.taken).toBeLessThan(5);
		expect(seen.isLeft).toBe(true);
	});

	it('is read to its end for the SHA-256', async () => {
		const { file, seen } = stored(pieces);
		const whole = createHash('sha256').update(Buffer.concat(pieces)).digest('hex');
		expect(await readContent(file, both)).toEqual({ sha256: whole, pages: 1 });
		expect(seen.taken).toBe(21);
	});
});
