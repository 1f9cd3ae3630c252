/**
 * A value of a PDF file. Strings, booleans and everything else that says nothing about pages is
 * `null`; a name is its text without the slash, and a number the whole one that readers make of it.
 */
export type PdfValue = number | string | null | PdfReference | PdfValue[] | PdfDictionary;
export type PdfDictionary = Map<string, PdfValue>;

/** `12 0 R`: the object with this number. */
export class PdfReference {
	constructor(readonly target: number) {}
}

/** Deeper nesting is taken for a broken file; what producers write stays below ten. */
const MAX_DEPTH = 50;

const SLASH = 0x2f;
const OPEN_ANGLE = 0x3c;
const CLOSE_ANGLE = 0x3e;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_PARENTHESIS = 0x28;
const CLOSE_PARENTHESIS = 0x29;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const CAPITAL_R = 0x52;

const DELIMITERS = new Set('()<>[]{}/%'.split('').map((character) => character.charCodeAt(0)));

/** White space of PDF: NUL, tab, line feed, form feed, carriage return, blank. */
export function isSpace(byte: number | undefined): boolean {
	return (
		byte === 0x20 ||
		byte === 0x0a ||
		byte === 0x0d ||
		byte === 0x09 ||
		byte === 0x0c ||
		byte === 0x00
	);
}

/** Whether a byte, or the end of the file, ends a word. */
export function isWordEnd(byte: number | undefined): boolean {
	return byte === undefined || isSpace(byte) || DELIMITERS.has(byte);
}

export function isDigit(byte: number | undefined): byte is number {
	return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The first position from `at` on that is no white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
	let position = at;
	while (isSpace(bytes[position])) position++;
	return position;
}

/** The unsigned whole number at a position, after white space. */
export function readInteger(
	bytes: Uint8Array,
	at: number,
): { value: number; end: number } | undefined {
	const start = skipSpace(bytes, at);
	let end = start;
	let value = 0;
	for (let byte = bytes[end]; isDigit(byte); byte = bytes[++end]) value = value * 10 + byte - 0x30;
	return end > start && Number.isSafeInteger(value) ? { value, end } : undefined;
}

/**
 * The dictionary that starts at a position, after white space.
 *
 * @returns undefined where there is none, or where it is not whole or not well-formed
 */
export function readDictionary(
	bytes: Uint8Array,
	at: number,
): { dictionary: PdfDictionary; end: number } | undefined {
	const reader = new ValueReader(bytes, at);
	const dictionary = reader.value(0);
	return dictionary instanceof Map ? { dictionary, end: reader.at } : undefined;
}

/** The object that an entry of a dictionary refers to. */
export function referenceOf(dictionary: PdfDictionary, key: string): number | undefined {
	const value = dictionary.get(key);
	return value instanceof PdfReference ? value.target : undefined;
}

/** A number that stands in the dictionary itself. */
export function numberIn(dictionary: PdfDictionary, key: string): number | undefined {
	const value = dictionary.get(key);
	return typeof value === 'number' ? value : undefined;
}

/** Reads values one after the other; a value that is not well-formed is undefined. */
class ValueReader {
	constructor(
		private readonly bytes: Uint8Array,
		public at: number,
	) {}

	value(depth: number): PdfValue | undefined {
		this.skip();
		switch (this.bytes[this.at]) {
			case SLASH:
				return this.name();
			case OPEN_PARENTHESIS:
				return this.literalString();
			case OPEN_BRACKET:
				return depth < MAX_DEPTH ? this.array(depth + 1) : undefined;
			case OPEN_ANGLE:
				if (this.bytes[this.at + 1] !== OPEN_ANGLE) return this.hexString();
				return depth < MAX_DEPTH ? this.dictionary(depth + 1) : undefined;
			default:
				return this.word();
		}
	}

	private dictionary(depth: number): PdfDictionary | undefined {
		const entries: PdfDictionary = new Map();
		this.at += 2;
		for (;;) {
			this.skip();
			if (this.bytes[this.at] === CLOSE_ANGLE) {
				this.at += 2;
				return this.bytes[this.at - 1] === CLOSE_ANGLE ? entries : undefined;
			}
			if (this.bytes[this.at] !== SLASH) return undefined;
			const key = this.name();
			const value = this.value(depth);
			if (value === undefined) return undefined;
			entries.set(key, value);
		}
	}

	private array(depth: number): PdfValue[] | undefined {
		const values: PdfValue[] = [];
		this.at++;
		for (;;) {
			this.skip();
			if (this.bytes[this.at] === CLOSE_BRACKET) {
				this.at++;
				return values;
			}
			const value = this.value(depth);
			if (value === undefined) return undefined;
			values.push(value);
		}
	}

	/** `/Pages`, also written `/#50ages`. */
	private name(): string {
		this.at++;
		return this.regular().replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
			String.fromCharCode(parseInt(hex, 16)),
		);
	}

	private word(): PdfValue | undefined {
		const word = this.regular();
		if (!/^(true|false|null|[-+.\d]+)$/.test(word)) return undefined;
		const whole = /^[+-]?\d+/.exec(word);
		if (!whole) return null;
		return this.isReference(word) ? new PdfReference(Number(word)) : Number(whole[0]);
	}

	/** Whether a generation and `R` follow the number that was just read; they are passed over. */
	private isReference(word: string): boolean {
		if (!/^\d+$/.test(word)) return false;
		const generation = readInteger(this.bytes, this.at);
		if (!generation) return false;
		const at = skipSpace(this.bytes, generation.end);
		if (at === generation.end || this.bytes[at] !== CAPITAL_R) return false;
		if (!isWordEnd(this.bytes[at + 1])) return false;
		this.at = at + 1;
		return true;
	}

	private regular(): string {
		const start = this.at;
		while (!isWordEnd(this.bytes[this.at])) this.at++;
		let text = '';
		for (let at = start; at < this.at; at++) text += String.fromCharCode(this.bytes[at] ?? 0);
		return text;
	}

	private literalString(): null | undefined {
		let open = 0;
		for (; this.at < this.bytes.length; this.at++) {
			const byte = this.bytes[this.at];
			if (byte === BACKSLASH) this.at++;
			else if (byte === OPEN_PARENTHESIS) open++;
			else if (byte === CLOSE_PARENTHESIS && --open === 0) {
				this.at++;
				return null;
			}
		}
		return undefined;
	}

	private hexString(): null | undefined {
		const end = this.bytes.indexOf(CLOSE_ANGLE, this.at);
		if (end < 0) return undefined;
		this.at = end + 1;
		return null;
	}

	/** Passes over white space and comments. */
	private skip(): void {
		for (;;) {
			this.at = skipSpace(this.bytes, this.at);
			if (this.bytes[this.at] !== PERCENT) return;
			while (this.at < this.bytes.length && !/[\r\n]/.test(this.character())) this.at++;
		}
	}

	private character(): string {
		return String.fromCharCode(this.bytes[this.at] ?? 0);
	}
}
