import { deflateSync } from 'node:zlib';

/** One state of a document; each is appended to the one before. */
export interface Revision {
	pages: number;
	/** How many children a node of the page tree has at most; at least 2. */
	children: number;
	/** The kind of cross-reference; `hybrid` is a table with a stream beside it. */
	reference: 'table' | 'stream' | 'hybrid';
	/** Whether the page tree stands in object streams, where the kind of cross-reference has them. */
	packed: boolean;
	/**
	 * Whether nodes of the page tree say neither that they are some, nor how many pages they have.
	 */
	silent?: boolean;
}

export interface PdfShape {
	revisions: Revision[];
	/** Bytes before the header. */
	front: string;
	lineEnd: '\n' | '\r\n';
	/** Whether cross-reference streams use PNG's row filter. */
	filtered: boolean;
	/** Bytes of a stream in each revision. */
	content: string;
	/** Whether the length of that stream stands in an object of its own. */
	lengthApart: boolean;
}

export const PLAIN: PdfShape = {
	revisions: [{ pages: 1, children: 10, reference: 'table', packed: false }],
	front: '',
	lineEnd: '\n',
	filtered: false,
	content: 'BT ET',
	lengthApart: false,
};

type Entry = { at: number } | { container: number; index: number };

const CATALOG = 1;
const ROOT = 2;
const OUTLINES = 3;
const FIELD = 4;
const FIRST_FREE = 10;

/** Writes a PDF with a page tree of a wanted shape. Its pages are blank. */
export function makePdf(shape: Partial<PdfShape>): Buffer {
	return new PdfMaker({ ...PLAIN, ...shape }).make();
}

class PdfMaker {
	private readonly parts: Buffer[] = [];
	private size = 0;
	private nextNumber = FIRST_FREE;
	private previous: number | undefined;
	private readonly shape: PdfShape;

	constructor(shape: PdfShape) {
		this.shape = shape;
	}

	make(): Buffer {
		this.write(`%PDF-1.7${this.shape.lineEnd}`);
		for (const revision of this.shape.revisions) this.revision(revision);
		return Buffer.concat([Buffer.from(this.shape.front, 'latin1'), ...this.parts]);
	}

	private revision(revision: Revision): void {
		const { reference, packed } = revision;
		const entries = new Map<number, Entry>();
		const hidden = new Map<number, Entry>();
		const tree = this.tree(revision);
		const isPacked = packed && reference === 'stream';
		this.contentStream(entries);
		this.object(OUTLINES, '<< /Type /Outlines /Count 25 >>', entries);
		this.object(FIELD, `<< /T (field) /Kids [${ROOT} 0 R] >>`, entries);
		for (const [number, body] of tree) {
			const isHidden = reference === 'hybrid' && body.includes('/Type /Page ');
			if (!isPacked && !isHidden) this.object(number, body, entries);
		}
		if (isPacked) this.objectStream([...tree], entries, entries);
		if (reference === 'hybrid')
			this.objectStream(
				[...tree].filter(([, body]) => body.includes('/Type /Page ')),
				entries,
				hidden,
			);
		this.crossReference(reference, entries, hidden);
	}

	/** Objects of a page tree under the catalog, by their numbers. */
	private tree({ pages, children, silent }: Revision): Map<number, string> {
		const tree = new Map<number, string>();
		const add = (number: number, count: number, parent: number | undefined): void => {
			const up = parent === undefined ? '' : `/Parent ${parent} 0 R `;
			const size = Math.max(1, Math.ceil(count / children));
			const kids: number[] = [];
			for (let left = count; left > 0; left -= size) {
				const kid = this.nextNumber++;
				kids.push(kid);
				if (size > 1) add(kid, Math.min(size, left), number);
				else tree.set(kid, `<< /Type /Page /Parent ${number} 0 R /MediaBox [0 0 100 100] >>`);
			}
			const list = kids.map((kid) => `${kid} 0 R`).join(' ');
			const said = silent ? up : `/Type /Pages ${up}/Count ${count} `;
			tree.set(number, `<< ${said}/Kids [${list}] >>`);
		};
		add(ROOT, pages, undefined);
		const catalog = `/Outlines ${OUTLINES} 0 R /AcroForm << /Fields [${FIELD} 0 R] >>`;
		tree.set(CATALOG, `<< /Type /Catalog ${catalog} /Pages ${ROOT} 0 R >>`);
		return tree;
	}

	private contentStream(entries: Map<number, Entry>): void {
		const { content, lengthApart } = this.shape;
		const number = this.nextNumber++;
		const length = lengthApart ? `${this.nextNumber} 0 R` : String(content.length);
		this.object(number, `<< /Length ${length} >>`, entries, Buffer.from(content, 'latin1'));
		if (lengthApart) this.object(this.nextNumber++, String(content.length), entries);
	}

	private objectStream(
		objects: Array<[number, string]>,
		entries: Map<number, Entry>,
		inside: Map<number, Entry>,
	): void {
		const container = this.nextNumber++;
		let offset = 0;
		const directory = objects.map(([number, body], index) => {
			inside.set(number, { container, index });
			const pair = `${number} ${offset}`;
			offset += body.length + 1;
			return pair;
		});
		const head = `${directory.join(' ')} `;
		const content = deflateSync(head + objects.map(([, body]) => `${body} `).join(''));
		const dictionary = `<< /Type /ObjStm /N ${objects.length} /First ${head.length} /Length ${content.length} /Filter /FlateDecode >>`;
		this.object(container, dictionary, entries, content);
	}

	private crossReference(
		kind: Revision['reference'],
		entries: Map<number, Entry>,
		hidden: Map<number, Entry>,
	): void {
		const { lineEnd } = this.shape;
		const beside = kind === 'hybrid' ? this.referenceStream(hidden) : undefined;
		const at = kind === 'stream' ? this.referenceStream(entries) : this.table(entries, beside);
		this.write(`startxref${lineEnd}${at}${lineEnd}%%EOF${lineEnd}`);
		this.previous = at;
	}

	private get trailer(): string {
		const previous = this.previous === undefined ? '' : ` /Prev ${this.previous}`;
		return `/Size ${this.nextNumber} /Root ${CATALOG} 0 R${previous}`;
	}

	private table(entries: Map<number, Entry>, beside: number | undefined): number {
		const { lineEnd } = this.shape;
		const at = this.size;
		const rowEnd = lineEnd === '\n' ? ' \n' : lineEnd;
		this.write(`xref${lineEnd}0 1${lineEnd}0000000000 65535 f${rowEnd}`);
		for (const range of rangesOf(entries)) {
			this.write(`${range[0]?.[0] ?? 0} ${range.length}${lineEnd}`);
			for (const [, entry] of range)
				this.write(`${String('at' in entry ? entry.at : 0).padStart(10, '0')} 00000 n${rowEnd}`);
		}
		const stream = beside === undefined ? '' : ` /XRefStm ${beside}`;
		this.write(`trailer${lineEnd}<< ${this.trailer}${stream} >>${lineEnd}`);
		return at;
	}

	private referenceStream(entries: Map<number, Entry>): number {
		const number = this.nextNumber++;
		const at = this.size;
		const all = new Map(entries).set(number, { at });
		const ranges = rangesOf(all);
		const rows = ranges.flat().map(([, entry]) => {
			const row = Buffer.alloc(7);
			row.writeUInt8('at' in entry ? 1 : 2, 0);
			row.writeUInt32BE('at' in entry ? entry.at : entry.container, 1);
			row.writeUInt16BE('at' in entry ? 0 : entry.index, 5);
			return row;
		});
		const index = ranges.map((range) => `${range[0]?.[0] ?? 0} ${range.length}`).join(' ');
		const content = deflateSync(Buffer.concat(this.shape.filtered ? filterUp(rows) : rows));
		const filter = this.shape.filtered ? ' /DecodeParms << /Predictor 12 /Columns 7 >>' : '';
		const dictionary = `<< /Type /XRef ${this.trailer} /W [1 4 2] /Index [${index}] /Length ${content.length} /Filter /FlateDecode${filter} >>`;
		this.object(number, dictionary, new Map(), content);
		return at;
	}

	private object(number: number, body: string, entries: Map<number, Entry>, stream?: Buffer): void {
		const { lineEnd } = this.shape;
		entries.set(number, { at: this.size });
		this.write(`${number} 0 obj${lineEnd}${body}${lineEnd}`);
		if (stream) {
			this.write(`stream${lineEnd}`);
			this.write(stream);
			this.write(`${lineEnd}endstream${lineEnd}`);
		}
		this.write(`endobj${lineEnd}`);
	}

	private write(part: string | Buffer): void {
		const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
		this.parts.push(bytes);
		this.size += bytes.length;
	}
}

/** Entries with numbers that follow each other. */
function rangesOf(entries: Map<number, Entry>): Array<Array<[number, Entry]>> {
	const ranges: Array<Array<[number, Entry]>> = [];
	for (const entry of [...entries].sort(([a], [b]) => a - b)) {
		const last = ranges.at(-1);
		if (last?.at(-1)?.[0] === entry[0] - 1) last.push(entry);
		else ranges.push([entry]);
	}
	return ranges;
}

function filterUp(rows: Buffer[]): Buffer[] {
	return rows.map((row, index) =>
		Buffer.from([2, ...row.map((byte, column) => byte - (rows[index - 1]?.[column] ?? 0))]),
	);
}
