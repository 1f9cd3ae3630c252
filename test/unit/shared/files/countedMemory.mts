import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';

import type { PageCounter as Counter } from '../../../../nodes/shared/files/pageCount.ts';
import { makeTiff } from './tiffMaker.mts';

/**
 * Run with `--expose-gc` and the name of a file below: counts its pages and prints `{ held, pages
 * }`, `held` being the most bytes that the counter held on to. A process of its own, as collecting
 * the garbage takes long in one whose heap is large.
 */
const { PageCounter } = createRequire(import.meta.url)(
	'../../../../dist/nodes/shared/files/pageCount.js',
) as { PageCounter: new () => Counter };

const MB = 2 ** 20;
const LIMIT = 10 * MB;
const PIECE = 64 * 1024;

function memoryInUse(): number {
	if (!globalThis.gc) throw new Error('Garbage cannot be collected');
	globalThis.gc();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

/** V8 gives freed bytes back on another thread, so what looks like too much is looked at again. */
async function growthSince(before: number): Promise<number> {
	let growth = memoryInUse() - before;
	for (let look = 0; growth > LIMIT && look < 20; look++) {
		await new Promise((resolve) => setTimeout(resolve, 10));
		growth = memoryInUse() - before;
	}
	return growth;
}

/** The most that a counter holds on to while it counts, and what it finds. */
async function watch(
	pieces: Iterable<Uint8Array>,
): Promise<{ held: number; pages: number | null }> {
	const counter = new PageCounter();
	const before = memoryInUse();
	let held = 0;
	let count = 0;
	for (const piece of pieces) {
		await counter.add(piece);
		if (++count % 80 === 0) held = Math.max(held, await growthSince(before));
	}
	held = Math.max(held, await growthSince(before));
	return { held, pages: await counter.end() };
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const HEADER = latin1('%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n');
const TREE = latin1('2 0 obj <</Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R]>> endobj\n');
const TRAILER = latin1('trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF');

/** Each call gives bytes of its own, as a stream does. */
function* repeated(bytes: Buffer, size: number): Generator<Buffer> {
	const piece = Buffer.concat(Array.from({ length: Math.ceil(PIECE / bytes.length) }, () => bytes));
	for (let left = size; left > 0; left -= piece.length) yield Buffer.from(piece);
}

function* pdf(...middle: Array<Iterable<Buffer>>): Generator<Buffer> {
	yield HEADER;
	yield TREE;
	for (const pieces of middle) yield* pieces;
	yield TRAILER;
}

function* numbered(make: (index: number) => string, count: number): Generator<Buffer> {
	for (let index = 0; index < count; index += 500)
		yield latin1(Array.from({ length: 500 }, (_, more) => make(index + more)).join(''));
}

const stream = (dictionary: string): Buffer => latin1(`9 0 obj <<${dictionary}>>\nstream\n`);
const endStream = latin1('\nendstream endobj\n');
const bomb = deflateSync(Buffer.alloc(200 * MB), { level: 9 });
const bombs = Buffer.concat([
	stream('/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode'),
	bomb,
	endStream,
]);

/** Copied, so that the file itself is not held. */
function tiffHeader(): Buffer {
	const shape = { littleEndian: true, big: false, images: [{ gap: 20 * MB }] };
	return Buffer.from(makeTiff(shape).subarray(0, 8));
}

function* tiff(): Generator<Buffer> {
	const entry = Buffer.from([1, 0, 6, 1, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
	yield Buffer.concat([tiffHeader(), Buffer.alloc(2000)]);
	yield* repeated(entry, 6 * MB);
}

const files: Record<string, () => Iterable<Buffer>> = {
	'a large scan': () =>
		pdf([stream('/Length 1')], repeated(latin1('\xff\xd8 scan \x00'), 20 * MB), [endStream]),
	'many small objects': () =>
		pdf(numbered((index) => `${index + 9} 0 obj <</A 1>> endobj\n`, 200_000)),
	'many nodes of a page tree': () =>
		pdf(numbered((n) => `${n + 9} 0 obj <</Type /Pages /Kids [1 0 R] /Count 1>> endobj\n`, 60_000)),
	'an object without an end': () =>
		pdf([latin1('8 0 obj <</Kids [')], repeated(latin1('1 0 R '), 15 * MB)),
	'an object stream that unpacks to 200 MB': () => pdf([bombs, bombs, bombs]),
	'a long object stream': () =>
		pdf([stream('/Type /ObjStm')], repeated(latin1('packed'), 15 * MB), [endStream]),
	'a long table': () =>
		pdf([latin1('xref\n0 900000\n')], repeated(latin1('0000000000 00000 n \n'), 18 * MB)),
	'many tables': () =>
		pdf(numbered((n) => `xref\n0 1\ntrailer <</Root 1 0 R /A [${n}]>>\n`, 100_000)),
	'zeros at the end': () => pdf([TRAILER], repeated(Buffer.alloc(100), 15 * MB)),
	'a TIFF of which much looks like a directory': tiff,
};

const [, , name = ''] = process.argv;
const pieces = files[name];
if (!pieces) throw new Error(`No file is named ${name}`);
console.log(JSON.stringify(await watch(pieces())));
