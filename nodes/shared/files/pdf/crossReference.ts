import type { Section } from './findings';
import { unpack } from './packed';
import { numberIn, type PdfDictionary, type PdfValue, readInteger, referenceOf } from './syntax';

/**
 * Where the file itself says that an object stands. `doubtful` is what a table calls a later
 * generation: nothing that counts pages is one, and readers differ in which of two they believe.
 */
type Place = { at: number } | { container: number } | 'free' | 'doubtful';

const MAX_UNPACKED = 3 * 1024 * 1024;
/** `0000012345 00000 n` and a line end of two characters. */
const ROW = 20;
const OFFSET_DIGITS = 10;

interface Range {
	first: number;
	count: number;
	/** Where the rows begin in the section's bytes. */
	start: number;
}

/** A section that objects can be looked up in. */
interface Rows {
	dictionary: PdfDictionary;
	find(number: number): Place | undefined;
}

/** The cross-reference of a file as its last `startxref` begins it, with all older sections. */
export class CrossReference {
	private constructor(private readonly rows: Rows[]) {}

	/**
	 * @param startAt what the last `startxref` says
	 * @returns undefined where a section is missing or cannot be read
	 */
	static async read(sections: Section[], startAt: number): Promise<CrossReference | undefined> {
		const all: Rows[] = [];
		const seen = new Set<Section>();
		for (let next: number | undefined = startAt; next !== undefined; ) {
			const section = sectionAt(sections, next);
			if (!section || seen.has(section)) return undefined;
			seen.add(section);
			const rows = await rowsOf(sections, section);
			if (!rows) return undefined;
			all.push(rows);
			next = numberIn(section.dictionary, 'Prev');
		}
		return new CrossReference(all);
	}

	/** The catalog. */
	get root(): number | undefined {
		for (const { dictionary } of this.rows) {
			const root = referenceOf(dictionary, 'Root');
			if (root !== undefined) return root;
		}
		return undefined;
	}

	find(number: number): Place | undefined {
		const places = this.all(number);
		return places.includes('doubtful') ? 'doubtful' : places[0];
	}

	/** Where the sections say that an object stands, or stood: the newest first. */
	all(number: number): Place[] {
		return this.rows.map((rows) => rows.find(number)).filter((place) => place !== undefined);
	}
}

function sectionAt(sections: Section[], named: number): Section | undefined {
	return sections.find(({ at }) => at === named);
}

async function rowsOf(sections: Section[], section: Section): Promise<Rows | undefined> {
	const { dictionary, bytes } = section;
	if (!bytes) return undefined;
	if (dictionary.get('Type') === 'XRef') {
		const unpacked = await unpack(bytes, dictionary, MAX_UNPACKED);
		return unpacked && streamRows(dictionary, unpacked.bytes);
	}
	const table = tableRows(dictionary, bytes);
	const besideAt = numberIn(dictionary, 'XRefStm');
	if (besideAt === undefined) return table;
	const beside = sectionAt(sections, besideAt);
	if (beside?.dictionary.get('Type') !== 'XRef') return undefined;
	const hidden = await rowsOf(sections, beside);
	return table && hidden && hybridRows(table, hidden);
}

/** What such a table calls free may stand in the stream beside it. */
function hybridRows(table: Rows, hidden: Rows): Rows {
	return {
		dictionary: table.dictionary,
		find: (number) => {
			const place = table.find(number);
			return place === undefined || place === 'free' ? (hidden.find(number) ?? place) : place;
		},
	};
}

function tableRows(dictionary: PdfDictionary, bytes: Buffer): Rows | undefined {
	const ranges: Range[] = [];
	for (let at = 0; ; ) {
		const first = readInteger(bytes, at);
		if (!first) break;
		const count = readInteger(bytes, first.end);
		if (!count) return undefined;
		at = count.end;
		if (count.value === 0) continue;
		const offset = readInteger(bytes, at);
		if (!offset || offset.end - at <= OFFSET_DIGITS) return undefined;
		const start = offset.end - OFFSET_DIGITS;
		ranges.push({ first: first.value, count: count.value, start });
		for (at = start; at < start + ROW * count.value; at += ROW)
			if (!readRow(bytes, at)) return undefined;
	}
	return {
		dictionary,
		find: (number) => {
			const at = startOfRow(ranges, number, ROW);
			return at === undefined ? undefined : readRow(bytes, at)?.place;
		},
	};
}

/** @returns undefined where the row is not well-formed, as readers then reject the whole table */
function readRow(bytes: Buffer, at: number): { place: Place } | undefined {
	const row = /^(\d{10}) (\d{5}) ([nf])/.exec(bytes.toString('latin1', at, at + ROW));
	if (!row) return undefined;
	if (row[3] === 'f') return { place: 'free' };
	return { place: row[2] === '00000' ? { at: Number(row[1]) } : 'doubtful' };
}

function streamRows(dictionary: PdfDictionary, bytes: Buffer): Rows | undefined {
	const widths = numbersIn(dictionary.get('W'));
	const [kindWidth = 0, firstWidth = 0, secondWidth = 0] = widths;
	const rowBytes = kindWidth + firstWidth + secondWidth;
	if (widths.length < 3 || Math.max(...widths) > 6 || Math.min(...widths) < 0) return undefined;
	const index = numbersIn(dictionary.get('Index') ?? [0, numberIn(dictionary, 'Size') ?? 0]);
	const ranges: Range[] = [];
	let start = 0;
	for (let at = 0; at + 1 < index.length; at += 2) {
		const [first = 0, count = 0] = index.slice(at, at + 2);
		ranges.push({ first, count, start });
		start += count * rowBytes;
	}
	return {
		dictionary,
		find: (number) => {
			const at = startOfRow(ranges, number, rowBytes);
			if (at === undefined || at + rowBytes > bytes.length) return undefined;
			const kind = kindWidth === 0 ? 1 : bytes.readUIntBE(at, kindWidth);
			if (kind === 0) return 'free';
			const value = firstWidth === 0 ? 0 : bytes.readUIntBE(at + kindWidth, firstWidth);
			return kind === 1 ? { at: value } : { container: value };
		},
	};
}

function startOfRow(ranges: Range[], number: number, rowBytes: number): number | undefined {
	const range = ranges.find(({ first, count }) => number >= first && number < first + count);
	return range && range.start + (number - range.first) * rowBytes;
}

function numbersIn(value: PdfValue | undefined): number[] {
	const values = Array.isArray(value) ? value : [];
	return values.filter((entry) => typeof entry === 'number');
}
