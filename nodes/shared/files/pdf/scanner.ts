import { SlidingBytes } from './slidingBytes';
import { isDigit, isSpace, skipSpace } from './syntax';

/** What the scanner hands on, in the order of the file. Positions count from the file's start. */
export interface PdfContent {
	/** A stretch outside of streams and tables that cuts no object in two. */
	text(stretch: Stretch): void;
	/** A stream begins behind the stretch: whether its bytes are wanted. */
	startStream(stretch: Stretch): boolean;
	/** Bytes of a wanted stream; they are valid during the call only. */
	streamBytes(bytes: Buffer): void;
	endStream(): void;
	/** A cross-reference table begins at this position. */
	startTable(at: number): void;
	tableBytes(bytes: Buffer): void;
	/** Something that may have held objects, up to this position at least, could not be read. */
	missed(at: number): void;
}

export interface Stretch {
	bytes: Buffer;
	at: number;
}

type State = 'text' | 'wanted' | 'skipped' | 'table';

/** Text is handed on in stretches of about this many bytes where no stream ends it sooner. */
const STRETCH = 256 * 1024;
/** An object outside of streams that is longer is not read. */
const LONGEST_OBJECT = 1024 * 1024;
/** Of text without any object this much is kept back: a trailer may be under way. */
const LONGEST_TRAILER = 4 * 1024;
/** What has to be seen before and behind the word `stream` to judge it. */
const LOOKAROUND = 16;

const STREAM = Buffer.from('stream');
const TABLE = Buffer.from('xref');
const TRAILER = Buffer.from('trailer');
const OBJECT = Buffer.from('obj');
const OBJECT_END = Buffer.from('endobj');

/**
 * Cuts the bytes of a PDF into text, streams and cross-reference tables, in one pass and with a
 * bounded part of the file in memory. It trusts no length and no offset: a stream ends where
 * `endstream` stands.
 */
export class PdfScanner {
	/** What is still to be worked off. */
	private readonly held = new SlidingBytes(2 * STRETCH);
	/** Before this place of it nothing is to be found any more. */
	private searched = 0;
	private state: State = 'text';

	constructor(private readonly content: PdfContent) {}

	/** @param piece is copied; a large one should come in parts, as memory for all of it is taken */
	add(piece: Uint8Array): void {
		this.held.add(piece);
		while (this.step(false));
	}

	finish(): void {
		while (this.step(true));
	}

	/** Works off a part of what is held; false when more bytes are needed, or none are left. */
	private step(last: boolean): boolean {
		if (this.state === 'text') return this.stepText(last);
		if (this.state === 'table') return this.stepTable(last);
		return this.stepStream(last);
	}

	private stepText(last: boolean): boolean {
		const bytes = this.held.bytes;
		const from = this.searched;
		const stream = this.findStream(bytes, last);
		const table = findTable(bytes, from, stream ?? bytes.length);
		if (table !== undefined) {
			this.content.text({ bytes: bytes.subarray(0, table), at: this.held.at });
			this.content.startTable(this.held.at + table);
			this.enter('table', table + TABLE.length);
			return true;
		}
		if (stream !== undefined) {
			const stretch = { bytes: bytes.subarray(0, stream), at: this.held.at };
			this.content.text(stretch);
			const start = endOfLine(bytes, stream + STREAM.length);
			if (isEmbeddedPdf(bytes, start)) this.content.missed(this.held.at + start);
			this.enter(this.content.startStream(stretch) ? 'wanted' : 'skipped', start);
			return true;
		}
		if (last) {
			this.content.text({ bytes, at: this.held.at });
			this.drop(bytes.length);
		} else if (bytes.length > STRETCH) this.cutText(bytes);
		return false;
	}

	/** Hands on all but the object that is still under way. */
	private cutText(bytes: Buffer): void {
		const cut = startOfLastObject(bytes);
		if (cut > 0) {
			this.content.text({ bytes: bytes.subarray(0, cut), at: this.held.at });
			this.drop(cut);
		} else if (bytes.length > LONGEST_OBJECT) {
			this.content.missed(this.held.at + bytes.length);
			this.drop(bytes.length - LOOKAROUND);
		}
	}

	/** The place of the next word that begins a stream, between a dictionary and a line break. */
	private findStream(bytes: Buffer, last: boolean): number | undefined {
		let from = this.searched;
		for (;;) {
			const at = bytes.indexOf(STREAM, from);
			from = at + STREAM.length;
			if (at >= 0 && endsWith(bytes, at, 'end')) {
				// The beginning of the stream was not seen: what it holds was taken for text.
				this.content.missed(this.held.at + at);
			} else if (at < 0 || (!last && from + LOOKAROUND > bytes.length)) {
				// What may be the beginning of the word is looked at again.
				this.searched = Math.max(0, at < 0 ? bytes.length - STREAM.length : at);
				return undefined;
			} else if (beginsStream(bytes, at)) return at;
		}
	}

	private stepStream(last: boolean): boolean {
		const bytes = this.held.bytes;
		const at = bytes.indexOf(STREAM, this.searched);
		if (at < 0 || (!last && at + STREAM.length + 2 > bytes.length)) {
			if (!last) {
				// Enough stays to see what stands before the next word.
				this.passStream(Math.max(0, (at < 0 ? bytes.length : at) - LOOKAROUND));
				return false;
			}
			this.content.missed(this.held.at + bytes.length);
			this.leaveStream(bytes.length, 'text');
			return false;
		}
		if (endsWith(bytes, at, 'end')) {
			this.leaveStream(at - 3, 'text');
			this.searched = 3 + STREAM.length;
		} else if (beginsStream(bytes, at)) {
			// The end of this stream is lost, and with it what stood between the two.
			this.content.missed(this.held.at + at);
			this.leaveStream(at, 'skipped');
			this.searched = STREAM.length;
		} else this.searched = at + STREAM.length;
		return true;
	}

	private passStream(size: number): void {
		// An object that ends inside of a stream: the end of the stream is lost.
		const end = this.held.bytes.indexOf(OBJECT_END);
		if (end >= 0 && end < size) this.content.missed(this.held.at + size);
		if (this.state === 'wanted') this.content.streamBytes(this.held.bytes.subarray(0, size));
		this.drop(size);
	}

	private leaveStream(size: number, next: State): void {
		this.passStream(size);
		if (this.state === 'wanted') this.content.endStream();
		this.enter(next, 0);
	}

	private stepTable(last: boolean): boolean {
		const bytes = this.held.bytes;
		let end = 0;
		while (end < bytes.length && isTableByte(bytes[end])) end++;
		const isWhole = end + TRAILER.length <= bytes.length;
		const next = bytes.subarray(end, end + TRAILER.length);
		this.content.tableBytes(bytes.subarray(0, end));
		this.drop(end);
		if (!isWhole && !last) return false;
		// Where the end of a table is lost, it has taken the number of an object for its own.
		if (!next.equals(TRAILER)) this.content.missed(this.held.at);
		this.enter('text', 0);
		return true;
	}

	private enter(state: State, dropped: number): void {
		this.state = state;
		this.drop(dropped);
		this.searched = 0;
	}

	private drop(count: number): void {
		this.held.drop(count);
		this.searched = Math.max(0, this.searched - count);
	}
}

/** Whether a word stands right before a place. */
function endsWith(bytes: Buffer, at: number, word: string): boolean {
	return bytes.toString('latin1', Math.max(0, at - word.length), at) === word;
}

function beginsStream(bytes: Buffer, at: number): boolean {
	let before = at;
	while (before > at - LOOKAROUND && isSpace(bytes[before - 1])) before--;
	return (
		endsWith(bytes, before, '>>') && endOfLine(bytes, at + STREAM.length) !== at + STREAM.length
	);
}

/** Behind the line break at a place, also one of a carriage return alone or after blanks. */
function endOfLine(bytes: Buffer, at: number): number {
	let end = at;
	while (bytes[end] === 0x20 && end < at + 4) end++;
	if (bytes[end] === 0x0d) return bytes[end + 1] === 0x0a ? end + 2 : end + 1;
	return bytes[end] === 0x0a ? end + 1 : at;
}

/** A PDF that is kept in another one as it is holds objects that are not those of the outer one. */
function isEmbeddedPdf(bytes: Buffer, at: number): boolean {
	const start = skipSpace(bytes, at);
	return bytes.toString('latin1', start, start + 5) === '%PDF-';
}

function findTable(bytes: Buffer, from: number, end: number): number | undefined {
	const text = bytes.subarray(0, end);
	for (let at = text.indexOf(TABLE, from); at >= 0; at = text.indexOf(TABLE, at + 1))
		if (!/[a-z/]/i.test(String.fromCharCode(text[at - 1] ?? 0x20)) && isSpace(text[at + 4]))
			return at;
	return undefined;
}

/** Digits, blanks, line breaks, and the letters of the two kinds of entries. */
function isTableByte(byte: number | undefined): boolean {
	return isDigit(byte) || isSpace(byte) || byte === 0x66 || byte === 0x6e;
}

/** Where the text may be cut: behind an object, or before one that is not whole. */
function startOfLastObject(bytes: Buffer): number {
	const at = bytes.lastIndexOf(OBJECT);
	if (at < 0) return bytes.length - LONGEST_TRAILER;
	if (endsWith(bytes, at, 'end')) return at + OBJECT.length;
	let start = at;
	while (start > 0 && (isSpace(bytes[start - 1]) || isDigit(bytes[start - 1]))) start--;
	return start;
}
