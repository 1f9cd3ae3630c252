import fc from 'fast-check';

/** A change to a file; the places are shares of its length. */
export type Mutation = (file: Buffer) => Buffer;

/** Words of a PDF that a change is likely to matter near. */
const WORDS =
	'/Count /Kids /Pages /Root /Prev /Type /Length /ObjStm /XRef /First /N /W /Index obj endobj stream endstream xref trailer startxref %%EOF << >>'.split(
		' ',
	);

/** What may stand in many places of a PDF, and leads readers astray. */
const ODDITIES = [
	'% words\n',
	' '.repeat(40),
	'\0',
	'(an obj)',
	'(endobj)',
	' /A << /Kids [] >> ',
	' 1 0 R ',
	'.5',
	'-7',
	'stream\n',
];

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const byte = fc.nat(255);
const digit = fc.integer({ min: 0x30, max: 0x39 });
const word = fc.constantFrom(...WORDS);
const oddity = fc.constantFrom(...ODDITIES).map((text) => Buffer.from(text, 'latin1'));
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

/** With one character written as names may write it, such as `#61`. */
function escaped(file: Buffer, at: number): Buffer {
	const escape = Buffer.from(`#${file.toString('hex', at, at + 1)}`);
	return Buffer.concat([file.subarray(0, at), escape, file.subarray(at + 1)]);
}

function changedDigit(file: Buffer, from: number, value: number): Buffer {
	for (let at = from; at < Math.min(file.length, from + 40); at++) {
		const old = file[at] ?? 0;
		if (old >= 0x30 && old <= 0x39) return changed(file, at, value);
	}
	return file;
}

function pieceOf(file: Buffer, from: number, size: number): Buffer {
	return file.subarray(placeIn(file, from), placeIn(file, from) + size);
}

function objectAt(file: Buffer, at: number): Buffer {
	const place = placeOf(file, ' obj', at);
	const start = file.lastIndexOf('\n', place) + 1;
	const end = file.indexOf('endobj', place);
	return end < 0 ? Buffer.alloc(0) : file.subarray(start, end + 7);
}

/** A change, and what it draws. */
const drawn = <Drawn,>(
	arbitrary: fc.Arbitrary<Drawn>,
	change: (file: Buffer, drawn: Drawn) => Buffer,
): fc.Arbitrary<Mutation> => arbitrary.map((value) => (file) => change(file, value));

const bytes = fc.uint8Array({ minLength: 1, maxLength: 16 });

const changes = [
	drawn(fc.tuple(share, byte), (file, [at, value]) => changed(file, placeIn(file, at), value)),
	drawn(fc.tuple(word, share, digit), (file, [text, at, value]) =>
		changedDigit(file, placeOf(file, text, at), value),
	),
	drawn(fc.tuple(share, digit), (file, [at, value]) =>
		changedDigit(file, placeIn(file, at), value),
	),
	drawn(fc.tuple(word, share, bytes), (file, [text, at, piece]) =>
		inserted(file, placeOf(file, text, at), piece),
	),
	drawn(fc.tuple(word, share, oddity, fc.boolean()), (file, [text, at, odd, isBehind]) =>
		inserted(file, placeOf(file, text, at) + (isBehind ? text.length : 0), odd),
	),
	drawn(fc.tuple(word, share, fc.nat(8)), (file, [text, at, shift]) =>
		escaped(file, placeOf(file, text, at) + shift),
	),
	drawn(fc.tuple(word, share, fc.nat(8), byte), (file, [text, at, shift, value]) =>
		changed(file, placeOf(file, text, at) + shift, value),
	),
	drawn(fc.tuple(word, share), (file, [text, at]) =>
		without(file, placeOf(file, text, at), placeOf(file, text, at) + text.length),
	),
	drawn(fc.tuple(share, length), (file, [at, size]) =>
		without(file, placeIn(file, at), placeIn(file, at) + size),
	),
	drawn(fc.tuple(share, bytes), (file, [at, piece]) => inserted(file, placeIn(file, at), piece)),
	drawn(share, (file, at) => file.subarray(0, placeIn(file, at) + 1)),
	drawn(fc.tuple(share, share, length), (file, [at, from, size]) =>
		inserted(file, placeIn(file, at), pieceOf(file, from, size)),
	),
	drawn(fc.tuple(share, share), (file, [at, from]) =>
		inserted(file, placeOf(file, 'endobj', at) + 7, objectAt(file, from)),
	),
	drawn(share, (file, at) => Buffer.concat([file, objectAt(file, at)])),
];

/** @param others files that pieces are taken from */
export function mutations(others: Buffer[]): fc.Arbitrary<Mutation[]> {
	const other = fc.constantFrom(...others);
	const mixtures = [
		drawn(fc.tuple(share, share, length, other), (file, [at, from, size, more]) =>
			inserted(file, placeIn(file, at), pieceOf(more, from, size)),
		),
		drawn(fc.tuple(share, share, other), (file, [at, from, more]) =>
			Buffer.concat([file.subarray(0, placeIn(file, at)), more.subarray(placeIn(more, from))]),
		),
		drawn(other, (file, more) => Buffer.concat([file, more])),
	];
	return fc.array(fc.oneof(...changes, ...mixtures), { minLength: 1, maxLength: 4 });
}
