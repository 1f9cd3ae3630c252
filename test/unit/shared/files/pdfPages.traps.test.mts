import { deflateSync } from 'node:zlib';

import { pagesOf } from './bytes.mts';
import { blankPages, CATALOG, type PdfPart, references, tree, writePdf } from './pdfParts.mts';
import { pagesOfPdfium } from './pdfium.mts';

const NINE = `<< /Type /Pages /Count 9 /Kids [${references(9)}] >>`;
const TWO = `<< /Type /Pages /Count 2 /Kids [${references(2)}] >>`;
const twoPages = writePdf([CATALOG, tree(TWO), ...blankPages(9)]);

/** A document of two pages with a revision behind it. */
const revised = (...parts: PdfPart[]): Buffer => writePdf(parts, twoPages).bytes;

const kids = (entries: string): PdfPart => tree(`<< /Type /Pages /Kids [${entries}] >>`);
const node = (number: number, body: string): PdfPart => ({ number, body });

/** A revision whose tree stands in an object stream; `dictionary` follows what is in each. */
function packed(dictionary: string, content: string, beforeStream?: string): Buffer {
	const stream = deflateSync(Buffer.from(content, 'latin1')).toString('latin1');
	const body = `<< ${dictionary} /Length ${stream.length} /Filter /FlateDecode >>`;
	const container = { number: 60, body, stream, ...(beforeStream ? { beforeStream } : {}) };
	const at = twoPages.bytes.length;
	const { bytes, referenceAt } = writePdf([container], twoPages);
	const row = (kind: number, value: number): Buffer => {
		const bytes = Buffer.alloc(6);
		bytes.writeUInt8(kind);
		bytes.writeUInt32BE(value, 1);
		return bytes;
	};
	const rows = deflateSync(Buffer.concat([row(2, 60), row(1, at), row(1, referenceAt)]));
	const reference = `61 0 obj\n<< /Type /XRef /Size 90 /Root 1 0 R /Prev ${twoPages.referenceAt} /W [1 4 1] /Index [2 1 60 2] /Length ${rows.length} /Filter /FlateDecode >>\nstream\n${rows.toString('latin1')}\nendstream\nendobj\nstartxref\n${referenceAt}\n%%EOF\n`;
	return Buffer.concat([bytes.subarray(0, referenceAt), Buffer.from(reference, 'latin1')]);
}

const OBJECTS = '/Type /ObjStm /N 1 /First 4';

it.each([
	['a count with a fraction', tree(`<< /Type /Pages /Count 9.7 /Kids [${references(2)}] >>`)],
	['a count with more behind it', tree(`<< /Type /Pages /Count 9-5 /Kids [${references(2)}] >>`)],
	['neither type nor count', tree(`<< /Kids [${references(9)}] >>`)],
	['another type', tree(`<< /Type /Page /Kids [${references(9)}] >>`)],
	['keys with escapes', tree(`<< /Type /P#61ges /#4bids [${references(9)}] /C#6funt 9 >>`)],
	['the word obj in a string', tree(`<< /A (an obj) ${NINE.slice(2)}`)],
	['many blanks in its header', { ...tree(NINE), header: `2${' '.repeat(40)}0 obj` }],
	['zeros in its header', { ...tree(NINE), header: '2\0' + '0\0obj' }],
])('counts a tree that has %s', async (_, root) => {
	const file = revised(root);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

it('counts no page in a branch that is empty', async () => {
	const root = tree('<< /Type /Pages /Count 1 /Kids [40 0 R 41 0 R 10 0 R] >>');
	const empty = '<< /Type /Pages /Parent 2 0 R /Count 0 /Kids [] >>';
	const parts = [CATALOG, root, ...blankPages(1), node(40, empty), node(41, empty)];
	const file = writePdf(parts).bytes;
	expect(await pagesOfPdfium(file)).toBe(1);
	expect(await pagesOf(file)).toBe(1);
});

it('counts branches that say nothing of themselves', async () => {
	const branches = [node(40, `<< /Kids [${references(4)}] >>`)];
	const file = revised(kids(`40 0 R 40 0 R ${references(1)}`), ...branches);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

it.each([
	['branches in itself', [kids(`<< /Kids [${references(9)}] >>`)]],
	['its count in another object', [tree(NINE.replace('9', '41 0 R')), node(41, '9')]],
	['a comment in its header', [{ ...tree(NINE), header: '2 % two\n0 obj' }]],
	['a place in the catalog itself', [node(1, `<< /Type /Catalog /Pages ${NINE} >>`)]],
])('tells no number of a tree that has %s', async (_, parts: PdfPart[]) => {
	const file = revised(...parts);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBeNull();
});

it.each([
	['as usual', OBJECTS],
	['with an escape in its type', OBJECTS.replace('Obj', 'O#62j')],
])('counts a tree in an object stream: %s', async (_, dictionary) => {
	const file = packed(dictionary, `2 0 ${NINE}`);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

it('counts a tree in an object stream whose objects stand in another order', async () => {
	const content = `2 4 9 0  (x) ${NINE}`;
	const file = packed('/Type /ObjStm /N 2 /First 9', content);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

it('counts a tree with escapes in an object stream', async () => {
	const file = packed(OBJECTS, `2 0 ${NINE.replace('Kids', 'K#69ds').replace('Pages', 'P#61ges')}`);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

// MuPDF, Poppler and qpdf take them; PDFium does not.
it.each([
	['its type', '/N 1 /First 4'],
	['the number of objects', '/Type /ObjStm /First 4'],
	['the place of the first', '/Type /ObjStm /N 1'],
])('tells no number where an object stream lacks %s', async (_, dictionary) => {
	expect(await pagesOf(packed(dictionary, `2 0 ${NINE}`))).toBeNull();
});

it.each([
	['a comment', ' % here it comes\n'],
	['many blanks', ' '.repeat(40)],
])('tells no number where %s hides the beginning of a stream', async (_, before) => {
	const file = packed(OBJECTS, `2 0 ${NINE}`, before);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBeNull();
	expect(await pagesOf(file, 1)).toBeNull();
});

describe('a tree without counts', () => {
	const branch = (number: number, first: number): PdfPart =>
		node(number, `<< /Type /Pages /Kids [${references(3, first)}] >>`);
	const branches = [branch(52, 10), branch(53, 13), branch(54, 16)];
	const deep = writePdf([CATALOG, kids(references(3, 52)), ...branches, ...blankPages(9)]);
	const flat = writePdf([kids(references(4))], deep);

	it('is counted where a later one has fewer', async () => {
		expect(await pagesOfPdfium(flat.bytes)).toBe(4);
		expect(await pagesOf(flat.bytes)).toBe(4);
	});

	it('is counted where the file leads back to it', async () => {
		const file = Buffer.concat([
			flat.bytes,
			Buffer.from(`startxref\n${deep.referenceAt}\n%%EOF\n`),
		]);
		expect(await pagesOfPdfium(file)).toBe(9);
		expect(await pagesOf(file)).toBe(9);
	});

	it('is counted as its branches were, where they became smaller', async () => {
		const smaller = [52, 53, 54].map((number) => node(number, TWO));
		const file = writePdf([kids(references(4)), ...smaller], deep).bytes;
		const broken = Buffer.concat([file, Buffer.from('startxref\n7\n%%EOF\n')]);
		expect(await pagesOf(broken)).toBe(9);
	});
});

it('counts an older tree that says nothing where the file leads back to it', async () => {
	const silent = writePdf([CATALOG, tree(`<< /Kids [${references(9)}] >>`), ...blankPages(9)]);
	const later = writePdf([tree(TWO)], silent);
	expect(await pagesOf(later.bytes)).toBe(2);
	const back = Buffer.from(`startxref\n${silent.referenceAt}\n%%EOF\n`);
	const file = Buffer.concat([later.bytes, back]);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

it('tells no number of a tree without counts that has a branch that cannot be read', async () => {
	const branch = `<< /Parent\x0e2 0 R /Kids [${references(7, 12)}] >>`;
	const file = writePdf([
		CATALOG,
		kids('10 0 R 11 0 R 40 0 R'),
		node(40, branch),
		...blankPages(9),
	]);
	expect(await pagesOfPdfium(file.bytes)).toBe(9);
	expect(await pagesOf(file.bytes)).toBeNull();
});

it('counts the PDF behind the beginning of a picture', async () => {
	const file = Buffer.concat([Buffer.from('GIF89a, and so on\n'), revised(tree(NINE))]);
	expect(await pagesOfPdfium(file)).toBe(9);
	expect(await pagesOf(file)).toBe(9);
});

it.each(['(y)', 'obj (y)', '%'])('counts a revision that is far behind %s', async (filler) => {
	const stretch = 256 * 1024;
	for (let more = 0; more < 900; more += 90) {
		const size = stretch + 200 - more - twoPages.bytes.length;
		const far = filler === '%' ? `%${'y'.repeat(size)}\n` : node(99, filler.padEnd(size, 'y'));
		expect(await pagesOf(revised(far, tree(NINE)))).toBe(9);
	}
});
