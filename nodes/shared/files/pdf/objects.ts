import { readInteger } from './syntax';

const OBJECT = Buffer.from('obj');
/** Longest `12345 0 ` before the word `obj`. */
const LONGEST_HEADER = 128;
/** Words in the strings of an object that are passed over on the way to its header. */
const MAX_WORDS = 20;

/**
 * The header of the object that a place belongs to: the last `12 0 obj` before it, unless an
 * `endobj` stands between.
 */
export function headerBefore(
	bytes: Buffer,
	place: number,
): { number: number; start: number; end: number } | undefined {
	let at = place;
	for (let words = 0; words < MAX_WORDS; words++) {
		at = at < OBJECT.length ? -1 : bytes.lastIndexOf(OBJECT, at - OBJECT.length);
		if (at < 0) return undefined;
		const before = bytes.toString('latin1', Math.max(0, at - LONGEST_HEADER), at);
		const header = /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]*$/.exec(before);
		if (header)
			return { number: Number(header[1]), start: at - header[0].length, end: at + OBJECT.length };
		if (before.endsWith('end')) return undefined;
	}
	return undefined;
}

/**
 * What an object stream begins with: the numbers of its objects, and where each begins, counted
 * from the first one.
 */
export function readDirectory(
	bytes: Buffer,
	count: number | undefined,
): Array<{ number: number; offset: number }> | undefined {
	if (count === undefined) return undefined;
	const directory = [];
	for (let index = 0, at = 0; index < count; index++) {
		const number = readInteger(bytes, at);
		const offset = number && readInteger(bytes, number.end);
		if (!number || !offset) return undefined;
		directory.push({ number: number.value, offset: offset.value });
		at = offset.end;
	}
	return directory;
}

/** Bytes that come in pieces, up to a limit. */
export class Collected {
	size = 0;

	private pieces: Buffer[] = [];

	constructor(private readonly limit: number) {}

	/** @param bytes are copied; past the limit nothing is kept any more */
	add(bytes: Buffer): void {
		this.size += bytes.length;
		if (this.size <= this.limit) this.pieces.push(Buffer.from(bytes));
		else this.pieces = [];
	}

	/** All of them, or undefined when they were more than the limit. */
	whole(): Buffer | undefined {
		return this.size <= this.limit ? Buffer.concat(this.pieces) : undefined;
	}
}
