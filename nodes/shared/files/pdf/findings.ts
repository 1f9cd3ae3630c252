import { type Definition, definitionOf, type ObjectPlace } from './definition';
import { Collected, headerBefore, readDirectory } from './objects';
import { unpack } from './packed';
import type { PdfContent, Stretch } from './scanner';
import {
	isWordEnd,
	type PdfDictionary,
	numberIn,
	readDictionary,
	readInteger,
	referenceOf,
	skipSpace,
} from './syntax';

/** A cross-reference section: a table with its trailer, or a stream. */
export interface Section {
	at: number;
	dictionary: PdfDictionary;
	/** Undefined where it was too long to be kept. */
	bytes: Buffer | undefined;
}

interface OpenStream {
	number: number;
	at: number;
	dictionary: PdfDictionary;
	bytes: Collected;
}

/** What is kept of a file is bounded; beyond these bounds it is told as missed. */
const MAX_DEFINITIONS = 20_000;
const MAX_KIDS = 500_000;
const MAX_SECTIONS = 2000;
const MAX_SECTION_BYTES = 2 * 1024 * 1024;
const MAX_STREAM_BYTES = 1024 * 1024;
/** Object streams of one file. */
const MAX_STREAMS = 10_000;
/** Bytes of one object stream, and of all of them together, after unpacking. */
const MAX_UNPACKED = 3 * 1024 * 1024;
const MAX_UNPACKED_IN_ALL = 64 * 1024 * 1024;

const OBJECT = Buffer.from('obj');
const TRAILER = Buffer.from('trailer');
const START = Buffer.from('startxref');
/** One of these keys stands in each dictionary that is kept. */
const KEYS = [Buffer.from('/Pages'), Buffer.from('/Kids')];
/** A key may also be written with escapes, such as `/P#61ges`. */
const ESCAPE = Buffer.from('#');
/** The letters of the keys. */
const ESCAPED = /^#(4b|50|6[14579]|73)/i;
const STREAM_TYPES = [Buffer.from('/ObjStm'), Buffer.from('/XRef')];

/** What is kept of a section's dictionary. */
const SECTION_KEYS = 'Type Root Prev XRefStm W Index Size Filter DecodeParms'.split(' ');

/** Keeps of a PDF what says how many pages it has. */
export class Findings implements PdfContent {
	readonly definitions: Definition[] = [];
	readonly sections: Section[] = [];
	/** The catalog that the last trailer or cross-reference stream names. */
	root: number | undefined;
	/** The last `startxref`: its own position, and the one that it names. */
	start: { at: number; named: number } | undefined;
	/** Up to where something could not be read that may say how many pages there are. */
	missedAt: number | undefined;

	private encrypted = false;
	private stream: OpenStream | undefined;
	private table: { at: number; bytes: Collected } | undefined;
	private packed: OpenStream[] = [];
	private streams = 0;
	private kids = 0;
	private sectionBytes = 0;
	private unpackedBytes = 0;

	missed(at: number): void {
		this.missedAt = Math.max(at, this.missedAt ?? 0);
	}

	text({ bytes, at }: Stretch): void {
		const seen = new Map<number, number>();
		for (const key of [...KEYS, ESCAPE]) this.findObjects({ bytes, at }, key, seen);
		for (let hit = bytes.indexOf(TRAILER); hit >= 0; hit = bytes.indexOf(TRAILER, hit + 1))
			this.addTrailer(at + hit, readDictionary(bytes, hit + TRAILER.length)?.dictionary);
		for (let hit = bytes.indexOf(START); hit >= 0; hit = bytes.indexOf(START, hit + 1)) {
			const end = hit + START.length;
			// Readers look for a whole word, and where this is none, for the one before.
			if (!isWordEnd(bytes[hit - 1]) || !isWordEnd(bytes[end])) continue;
			this.start = startAt(bytes, end, at + hit);
		}
	}

	startStream({ bytes, at }: Stretch): boolean {
		const object = headerBefore(bytes, bytes.length);
		const content = object && readDictionary(bytes, object.end);
		if (!content || skipSpace(bytes, content.end) !== bytes.length) {
			if (STREAM_TYPES.some((type) => bytes.includes(type))) this.missed(at + bytes.length);
			return false;
		}
		const { dictionary } = content;
		if (isReference(dictionary)) this.readTrailer(at + object.start, dictionary);
		else if (dictionary.get('Type') !== 'ObjStm') {
			// Some readers take it for an object stream all the same, and others do not.
			if (dictionary.has('First') && dictionary.has('N')) this.missed(Infinity);
			return false;
		}
		this.stream = {
			number: object.number,
			at: at + object.start,
			dictionary,
			bytes: new Collected(MAX_STREAM_BYTES),
		};
		return true;
	}

	streamBytes(bytes: Buffer): void {
		this.stream?.bytes.add(bytes);
	}

	endStream(): void {
		const { stream } = this;
		if (!stream) return;
		this.stream = undefined;
		if (isReference(stream.dictionary)) this.addSection(stream.at, stream.dictionary, stream.bytes);
		else this.addObjectStream(stream);
	}

	startTable(at: number): void {
		this.table = { at, bytes: new Collected(MAX_SECTION_BYTES) };
	}

	tableBytes(bytes: Buffer): void {
		this.table?.bytes.add(bytes);
	}

	/** Whether object streams wait to be unpacked. */
	get hasPacked(): boolean {
		return this.packed.length > 0;
	}

	/** Takes from the object streams that were passed what stands in them. */
	async readPacked(): Promise<void> {
		for (const stream of this.packed.splice(0)) {
			const left = Math.min(MAX_UNPACKED, MAX_UNPACKED_IN_ALL - this.unpackedBytes);
			const packed = stream.bytes.whole();
			const unpacked = packed && (await unpack(packed, stream.dictionary, left));
			if (!unpacked?.whole) this.missed(stream.at);
			if (!unpacked) continue;
			this.unpackedBytes += unpacked.bytes.length;
			this.readObjectStream(stream, unpacked.bytes);
		}
	}

	private addObjectStream(stream: OpenStream): void {
		this.streams++;
		if (this.encrypted || this.streams > MAX_STREAMS) this.missed(stream.at);
		else this.packed.push(stream);
	}

	private addSection(at: number, dictionary: PdfDictionary, bytes: Collected): void {
		const index = dictionary.get('Index');
		this.sectionBytes += bytes.size + (Array.isArray(index) ? 8 * index.length : 0);
		if (this.sections.length >= MAX_SECTIONS || this.sectionBytes > MAX_SECTION_BYTES) return;
		const entries = [...dictionary].filter(([key]) => SECTION_KEYS.includes(key));
		this.sections.push({ at, dictionary: new Map(entries), bytes: bytes.whole() });
	}

	private addTrailer(at: number, dictionary: PdfDictionary | undefined): void {
		if (!dictionary) return this.missed(at);
		this.readTrailer(at, dictionary);
		if (this.table) this.addSection(this.table.at, dictionary, this.table.bytes);
		this.table = undefined;
	}

	private readTrailer(at: number, dictionary: PdfDictionary): void {
		const root = referenceOf(dictionary, 'Root');
		this.root = root ?? this.root;
		if (!dictionary.has('Encrypt')) return;
		this.encrypted = true;
		if (this.streams > 0) this.missed(at);
	}

	/** @param seen where the objects begin that were read already, and where they end */
	private findObjects({ bytes, at }: Stretch, key: Buffer, seen: Map<number, number>): void {
		const read = [...seen].map(([start, end]) => ({ start, end }));
		let passed = 0;
		for (let hit = bytes.indexOf(key), next = 0; hit >= 0; hit = bytes.indexOf(key, next)) {
			next = hit + 1;
			if (key === ESCAPE && !ESCAPED.test(bytes.toString('latin1', hit, hit + 3))) continue;
			const object = headerBefore(bytes, hit);
			const known = object && seen.get(object.start);
			const content = object && known === undefined ? readDictionary(bytes, object.end) : undefined;
			const end = known ?? content?.end ?? 0;
			if (object) seen.set(object.start, end);
			if (object && content)
				this.addObject({ number: object.number, at: at + object.start }, content.dictionary);
			while ((read[passed]?.end ?? Infinity) <= hit) passed++;
			// A string may hide the header of an object that another key has led to.
			const isRead = end > hit || (read[passed]?.start ?? Infinity) < hit;
			if (!isRead && key !== ESCAPE) this.missed(at + hit);
			// Up to the next object, each place has the same one before it.
			next = end > hit ? end : bytes.indexOf(OBJECT, hit);
			if (next < 0) return;
		}
	}

	private readObjectStream({ number, at, dictionary }: OpenStream, bytes: Buffer): void {
		const hasKey = (text: Buffer): boolean => KEYS.some((key) => text.includes(key));
		if (!hasKey(bytes) && !bytes.includes(ESCAPE)) return;
		const first = numberIn(dictionary, 'First');
		const directory = readDirectory(bytes, numberIn(dictionary, 'N'));
		if (first === undefined || !directory) return this.missed(at);
		directory.forEach((object, index) => {
			const next = directory[index + 1]?.offset ?? 0;
			const end = next > object.offset ? first + next : bytes.length;
			const text = bytes.subarray(first + object.offset, end);
			const isWanted = hasKey(text);
			if (!isWanted && !text.includes(ESCAPE)) return;
			const content = readDictionary(text, 0);
			if (content)
				this.addObject({ number: object.number, at, container: number }, content.dictionary);
			else if (isWanted) this.missed(at);
		});
	}

	private addObject(place: ObjectPlace, dictionary: PdfDictionary): void {
		const definition = definitionOf(place, dictionary);
		if (definition === undefined) return;
		this.kids += definition?.kids?.length ?? 0;
		if (!definition || this.definitions.length >= MAX_DEFINITIONS || this.kids > MAX_KIDS)
			this.missed(place.at);
		else this.definitions.push(definition);
	}
}

function isReference(dictionary: PdfDictionary): boolean {
	return dictionary.get('Type') === 'XRef';
}

/** What a `startxref` says, where the end of the file stands behind it. */
function startAt(bytes: Buffer, place: number, at: number): Findings['start'] {
	const named = readInteger(bytes, place);
	const end = named && skipSpace(bytes, named.end);
	if (!end || bytes.toString('latin1', end, end + 5) !== '%%EOF') return undefined;
	return { at, named: named.value };
}
