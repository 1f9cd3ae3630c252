import { RecentBytes } from './recentBytes';

/** Bytes of a TIFF that are kept at most; a directory is far smaller. */
const MAX_HELD = 2 * 1024 * 1024;
/** A file with more directories than that is taken for a broken one. */
const MAX_DIRECTORIES = 20_000;
/** How much of a file may look like a directory before it is no longer looked for. */
const MAX_CANDIDATES = 100_000;
/** What merely looks like a directory has at most this many entries. */
const MAX_CANDIDATE_ENTRIES = 512;
/** Entries with smaller tags that stand before the one that is looked for. */
const MAX_ENTRIES_BEFORE = 16;

const NEW_SUBFILE_TYPE = 254;
const SUBFILE_TYPE = 255;
const REDUCED_COPY = 1;
const MASK = 4;
/** The value for a reduced copy under the older tag. */
const OLD_REDUCED_COPY = 2;
const SHORT = 3;

/** `PhotometricInterpretation`, one short number: the entry that each directory has. */
const PHOTOMETRIC_LITTLE = Buffer.from([0x06, 0x01, 0x03, 0x00, 0x01]);
/** The same without its first byte, as that one is frequent in pictures. */
const PHOTOMETRIC_BIG = Buffer.from([0x06, 0x00, 0x03, 0x00, 0x00]);

interface Layout {
	littleEndian: boolean;
	/** Bytes of an offset, of a directory's number of entries, and of an entry. */
	offset: 4 | 8;
	count: 2 | 8;
	entry: 12 | 20;
}

interface Directory {
	/** Where the next one begins; 0 after the last. */
	next: number;
	isPage: boolean;
}

/**
 * Counts the pages of a TIFF from its bytes, in one pass: the directories that are neither reduced
 * copies nor masks. Directories follow each other in any order, and programs that change one move
 * it to the end: so whatever looks like a directory is noted when it passes by, in case that a
 * later one names it.
 */
export class TiffPages {
	private readonly bytes = new RecentBytes(MAX_HELD);
	private layout: Layout | undefined;
	private readonly directories = new Map<number, Directory>();
	/** Where directories may begin whose bytes have not all come yet. */
	private candidates = new Set<number>();
	private candidateCount = 0;
	/** Where the next directory of the chain begins: 0 at its end. */
	private next = 0;
	private readonly seen = new Set<number>();
	private pages = 0;

	add(chunk: Uint8Array): void {
		this.bytes.add(chunk);
		this.layout ??= this.readHeader();
		if (!this.layout) return;
		this.noteCandidates(chunk, this.layout);
		for (const at of this.candidates) if (this.read(at) !== 'later') this.candidates.delete(at);
		this.follow();
		this.bytes.forget();
	}

	/** The pages, or null where they cannot be told. */
	end(): number | null {
		if (this.next !== 0 || this.seen.size === 0) return null;
		// Copies and masks of nothing are pages after all.
		return this.pages || this.seen.size;
	}

	private readHeader(): Layout | undefined {
		const header = this.bytes.read(0, 16);
		if (!header) return undefined;
		const littleEndian = header[0] === 0x49;
		const isBig = (littleEndian ? header[2] : header[3]) === 43;
		const layout: Layout = isBig
			? { littleEndian, offset: 8, count: 8, entry: 20 }
			: { littleEndian, offset: 4, count: 2, entry: 12 };
		this.next = numberAt(header, isBig ? 8 : 4, layout.offset, littleEndian);
		return layout;
	}

	/** Goes along the chain as far as its directories have come. */
	private follow(): void {
		while (this.next !== 0 && this.seen.size < MAX_DIRECTORIES) {
			const directory = this.directories.get(this.next) ?? this.read(this.next);
			if (typeof directory === 'string') return;
			this.seen.add(this.next);
			if (directory.isPage) this.pages++;
			// Where the chain bites its tail, readers stop.
			this.next = this.seen.has(directory.next) ? 0 : directory.next;
		}
	}

	private read(at: number): Directory | 'none' | 'later' {
		if (!this.layout) return 'later';
		const { littleEndian, offset, count, entry } = this.layout;
		const head = this.bytes.read(at, count);
		if (!head) return at < this.bytes.start ? 'none' : 'later';
		const entries = numberAt(head, 0, count, littleEndian);
		const size = entries * entry;
		if (entries === 0 || size > MAX_HELD / 2) return 'none';
		const body = this.bytes.read(at + count, size + offset);
		if (!body) return 'later';
		const directory = {
			next: numberAt(body, size, offset, littleEndian),
			isPage: !isCopyOrMask(body.subarray(0, size), this.layout),
		};
		if (this.directories.size < MAX_DIRECTORIES) this.directories.set(at, directory);
		return directory;
	}

	private noteCandidates(chunk: Uint8Array, layout: Layout): void {
		const needle = layout.littleEndian ? PHOTOMETRIC_LITTLE : PHOTOMETRIC_BIG;
		const shift = layout.littleEndian ? 0 : 1;
		// The end of the bytes before is looked at again: the entry may have been cut in two.
		const start = Math.max(this.bytes.start, this.bytes.end - chunk.length - needle.length + 1);
		const seam = this.bytes.read(start, Math.min(this.bytes.end - start, 2 * needle.length - 2));
		for (const hit of hitsOf(needle, seam ?? Buffer.alloc(0)))
			this.noteAround(start + hit - shift, layout);
		const chunkStart = this.bytes.end - chunk.length;
		for (const hit of hitsOf(needle, chunk)) this.noteAround(chunkStart + hit - shift, layout);
	}

	/** An entry stands at this place: the directory begins before it, or before one before it. */
	private noteAround(place: number, { littleEndian, count, entry }: Layout): void {
		let tag = Infinity;
		for (let at = place, index = 0; index < MAX_ENTRIES_BEFORE; at -= entry, index++) {
			const bytes = this.bytes.read(at - count, count + 2);
			const before = bytes ? numberAt(bytes, count, 2, littleEndian) : Infinity;
			if (!bytes || before >= tag) return;
			tag = before;
			const entries = numberAt(bytes, 0, count, littleEndian);
			if (entries <= index || entries > MAX_CANDIDATE_ENTRIES) continue;
			if (++this.candidateCount > MAX_CANDIDATES) return;
			this.candidates.add(at - count);
		}
	}
}

function* hitsOf(needle: Buffer, bytes: Uint8Array): Generator<number> {
	const searched = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	for (let hit = searched.indexOf(needle); hit >= 0; hit = searched.indexOf(needle, hit + 1))
		yield hit;
}

function isCopyOrMask(entries: Buffer, { littleEndian, entry, offset }: Layout): boolean {
	for (let at = 0; at < entries.length; at += entry) {
		const tag = numberAt(entries, at, 2, littleEndian);
		if (tag !== NEW_SUBFILE_TYPE && tag !== SUBFILE_TYPE) continue;
		// Readers ignore an entry that holds several values, or none.
		if (numberAt(entries, at + 4, offset, littleEndian) !== 1) continue;
		const size = numberAt(entries, at + 2, 2, littleEndian) === SHORT ? 2 : 4;
		const value = numberAt(entries, at + entry - offset, size, littleEndian);
		if (tag === SUBFILE_TYPE) return value === OLD_REDUCED_COPY;
		return (value & (REDUCED_COPY | MASK)) !== 0;
	}
	return false;
}

function numberAt(bytes: Buffer, at: number, size: 2 | 4 | 8, littleEndian: boolean): number {
	if (size === 8)
		return Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
	return littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
}
