import fc from 'fast-check';

/** A change to a file; the places are shares of its length. */
export type Mutation = (file: Buffer) => Buffer;

/** Words of a PDF that a change is likely to matter near. */
const WORDS =
	'/Count /Kids /Pages /Root /Prev /Type /Length /ObjStm /XRef /First /N /W /Index obj endobj stream endstream xref trailer startxref %%EOF << >>'.split(
		' ',
	);

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const byte = fc.nat(255);
const digit = fc.integer({ min: 0x30, max: 0x39 });
const word = fc.constantFrom(...WORDS);
const length = fc.oneof(...[16, 3000, 20_000].map((max) => fc.integer({ min: 1, max })));

const placeIn = (file: Buffer, at: number): number => Math.floor(at * file.length);

/** Where one of the places with this word begins; any place where it is missing. */
function placeOf(file: Buffer, text: string, at: number): number {
	const places: number[] = [];
	for (let hit = file.indexOf(text); hit >= 0; hit = file.indexOf(text, hit + 1)) places.push(hit);
	return places[Math.floor(at * places.length)] ?? placeIn(file, at);
}

const without = (file: Buffer, from: number, to: number): Buffer =>
	Buffer.concat([file.subarray(0, from), file.subarray(to)]);

const inserted = (file: Buffer, at: number, bytes: Uint8Array): Buffer =>
	Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]);

function changed(file: Buffer, at: number, value: number): Buffer {
	const copy = Buffer.from(file);
	copy[at] = value;
	return copy;
}

function changedDigit(file: Buffer, from: number, value: number): Buffer {
	for (let at = from; at < Math.min(file.length, from + 40); at++) {
		const old = file[at] ?? 0;
		if (old >= 0x30 && old <= 0x39) return changed(file, at, value);
	}
	return file;
}

function objectAt(file: Buffer, at: number): Buffer {
	const place = placeOf(file, ' obj', at);
	const start = file.lastIndexOf('\n', place) + 1;
	const end = file.indexOf('endobj', place);
	return end < 0 ? Buffer.alloc(0) : file.subarray(start, end + 7);
}

/** @param others files that pieces are taken from */
export function mutations(others: Buffer[]): fc.Arbitrary<Mutation[]> {
	const other = fc.constantFrom(...others);
	const mutation: fc.Arbitrary<Mutation> = fc.oneof(
		fc.tuple(share, byte).map(
			([at, value]): Mutation =>
				(file) =>
					changed(file, placeIn(file, at), value),
		),
		fc.tuple(word, share, digit).map(
			([text, at, value]): Mutation =>
				(file) =>
					changedDigit(file, placeOf(file, text, at), value),
		),
		fc.tuple(share, digit).map(
			([at, value]): Mutation =>
				(file) =>
					changedDigit(file, placeIn(file, at), value),
		),
		fc.tuple(word, share, fc.uint8Array({ minLength: 1, maxLength: 16 })).map(
			([text, at, bytes]): Mutation =>
				(file) =>
					inserted(file, placeOf(file, text, at), bytes),
		),
		fc.tuple(word, share, fc.nat(8), byte).map(
			([text, at, shift, value]): Mutation =>
				(file) =>
					changed(file, placeOf(file, text, at) + shift, value),
		),
		fc.tuple(word, share).map(
			([text, at]): Mutation =>
				(file) =>
					without(file, placeOf(file, text, at), placeOf(file, text, at) + text.length),
		),
		fc.tuple(share, length).map(
			([at, size]): Mutation =>
				(file) =>
					without(file, placeIn(file, at), placeIn(file, at) + size),
		),
		fc.tuple(share, fc.uint8Array({ minLength: 1, maxLength: 16 })).map(
			([at, bytes]): Mutation =>
				(file) =>
					inserted(file, placeIn(file, at), bytes),
		),
		share.map(
			(at): Mutation =>
				(file) =>
					file.subarray(0, placeIn(file, at) + 1),
		),
		fc.tuple(share, share, length).map(
			([at, from, size]): Mutation =>
				(file) =>
					inserted(
						file,
						placeIn(file, at),
						file.subarray(placeIn(file, from), placeIn(file, from) + size),
					),
		),
		fc.tuple(share, share).map(
			([at, from]): Mutation =>
				(file) =>
					inserted(file, placeOf(file, 'endobj', at) + 7, objectAt(file, from)),
		),
		share.map(
			(at): Mutation =>
				(file) =>
					Buffer.concat([file, objectAt(file, at)]),
		),
		fc.tuple(share, share, length, other).map(
			([at, from, size, more]): Mutation =>
				(file) =>
					inserted(
						file,
						placeIn(file, at),
						more.subarray(placeIn(more, from), placeIn(more, from) + size),
					),
		),
		fc.tuple(share, share, other).map(
			([at, from, more]): Mutation =>
				(file) =>
					Buffer.concat([file.subarray(0, placeIn(file, at)), more.subarray(placeIn(more, from))]),
		),
		other.map(
			(more): Mutation =>
				(file) =>
					Buffer.concat([file, more]),
		),
	);
	return fc.array(mutation, { minLength: 1, maxLength: 4 });
}
