import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { made, pagesOf } from './bytes.mts';
import { makePdf, type Revision } from './pdfMaker.mts';
import { pagesOfPdfium } from './pdfium.mts';

const table = (pages: number): Revision => ({
	pages,
	children: 10,
	reference: 'table',
	packed: false,
});
const packed = (pages: number): Revision => ({
	pages,
	children: 10,
	reference: 'stream',
	packed: true,
});

const text = (file: Buffer): string => file.toString('latin1');
const bytes = (file: string): Buffer => Buffer.from(file, 'latin1');

/** Replaces what has to be there, once or each time. */
function replaced(file: Buffer, old: string | RegExp, by: string): Buffer {
	const changed = text(file).replace(old, by);
	expect(changed).not.toBe(text(file));
	return bytes(changed);
}

/** A PDF whose page tree nobody would write, with a trailer and without a table. */
function handwritten(...objects: string[]): Buffer {
	return bytes(
		`%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n${objects.join('\n')}\ntrailer <</Root 1 0 R>>\n`,
	);
}

it.each([
	['linearised.pdf', 12],
	['empty-password.pdf', 12],
	['ghostscript.pdf', 12],
	['mutool.pdf', 12],
])('counts what another program wrote: %s', async (name, pages) => {
	const file = await made(name);
	expect(await pagesOfPdfium(file)).toBe(pages);
	expect(await pagesOf(file)).toBe(pages);
});

it('counts a PDF of pictures', async () => {
	const samples = join(import.meta.dirname, '../../../../sandbox/samples');
	expect(await pagesOf(await readFile(join(samples, 'two-pages.pdf')))).toBe(2);
});

it('counts 2,002 pages that all stand in object streams', async () => {
	const file = makePdf({ revisions: [{ ...packed(2002), children: 25 }] });
	expect(text(file)).not.toContain('/Type /Page');
	expect(await pagesOfPdfium(file)).toBe(2002);
	expect(await pagesOf(file)).toBe(2002);
});

it('counts the tree that is in plain of a PDF that asks for a password', async () => {
	const file = await made('password.pdf');
	expect(await pagesOfPdfium(file, 'secret')).toBe(12);
	expect(await pagesOf(file)).toBe(12);
});

it('tells no number where object streams are encrypted', async () => {
	const file = await made('empty-password-packed.pdf');
	expect(await pagesOfPdfium(file)).toBe(12);
	expect(await pagesOf(file)).toBeNull();
});

it('tells no number where there is no page', async () => {
	expect(await pagesOf(await made('no-pages.pdf'))).toBeNull();
});

it.each([
	['fewer', [table(9), table(2)], 2],
	['fewer, in object streams', [packed(9), packed(2)], 2],
	['more, after 30 revisions', [...Array.from({ length: 30 }, () => table(3)), table(4)], 4],
	['fewer, first in object streams', [packed(9), table(2)], 2],
	['fewer, first in plain', [{ ...table(9), reference: 'hybrid' }, packed(2)], 2],
] satisfies Array<[string, Revision[], number]>)(
	'counts the last revision: %s',
	async (_, revisions, pages) => {
		const file = makePdf({ revisions });
		expect(await pagesOfPdfium(file)).toBe(pages);
		expect(await pagesOf(file)).toBe(pages);
	},
);

it('counts a file that was cut off after its first revision', async () => {
	const first = makePdf({ revisions: [table(9)] });
	const both = makePdf({ revisions: [table(9), table(2)] });
	expect(both.subarray(0, first.length).equals(first)).toBe(true);
	for (let more = 0; first.length + more < both.length; more += 50) {
		const cut = both.subarray(0, first.length + more);
		const judged = await pagesOfPdfium(cut);
		const counted = await pagesOf(cut);
		if (counted !== null) expect(counted).toBeGreaterThanOrEqual(judged ?? 1);
	}
});

it('tells no older number where a stream without an end swallows the last revision', async () => {
	const file = makePdf({ revisions: [table(17), table(1), table(20)], content: 'endobj' });
	const at = file.lastIndexOf('endstream');
	const damaged = Buffer.concat([file.subarray(0, at), file.subarray(at + 9)]);
	expect(await pagesOfPdfium(damaged)).toBe(20);
	expect(await pagesOf(damaged)).toBeNull();
});

/** Damage to the last of two revisions, the first of which had more pages. */
const damages: Array<[string, (file: string) => string]> = [
	['its end is missing', (file) => file.slice(0, file.lastIndexOf('%%EOF'))],
	[
		'its startxref is no word',
		(file) => file.replace(/>>\nstartxref(?![^]*startxref)/, '>> xstartxref'),
	],
	['its startxref is wrong', (file) => file.replace(/(?<=startxref\n)\d+(?![^]*startxref)/, '7')],
	[
		'a row of its table is broken',
		(file) => file.replace(/0000(?=\d{6} 00000 n \ntrailer\n<<[^>]*Prev)/, '00n0'),
	],
	[
		'its root is told to be a later one',
		(file) => file.replace(/(\n\d{10} )00000( n \n\d{10} 00000 n \n\d{10})/g, '$100007$2'),
	],
	[
		'it is a copy of the first',
		(file) => file + file.slice(file.indexOf('2 0 obj\n<< /Type'), file.indexOf('xref')),
	],
	[
		'an object before it moved',
		(file) => file.replace(/(18 0 obj[^]*?endobj\n)(2 0 obj[^]*?endobj\n)/, '$2$1'),
	],
];

it.each(damages)(
	'tells no fewer pages than readers find, whichever they believe: %s',
	async (_, damage) => {
		const file = text(makePdf({ revisions: [table(9), table(2)] }));
		const damaged = bytes(damage(file));
		expect(damaged.equals(bytes(file))).toBe(false);
		expect(await pagesOf(damaged)).toBe(9);
	},
);

it('tells no number where the number of an object was taken for a row of a table', async () => {
	const file = text(makePdf({ revisions: [table(2), table(9)] }));
	const [tree] = /2 0 obj\n<< \/Type \/Pages \/Count 9[^]*?endobj\n/.exec(file) ?? [''];
	const damaged = file.replace(tree, '').replace('trailer', `0000000000 00000 n \n${tree}trailer`);
	expect(await pagesOf(bytes(damaged))).toBeNull();
});

it('goes by the cross-reference and not by a copy of an old page tree behind it', async () => {
	const file = makePdf({ revisions: [table(2), table(9)] });
	const [old] = /(?<=\n)2 0 obj[^]*?endobj\n/.exec(text(file)) ?? [''];
	expect(old).toContain('/Count 2 ');
	const longer = Buffer.concat([file, bytes(old)]);
	expect(await pagesOfPdfium(longer)).toBe(9);
	expect(await pagesOf(longer)).toBe(9);
});

it.each([
	[
		'bytes before the header',
		makePdf({ revisions: [table(3)], front: 'HTTP/1.1 200 OK\r\n\r\n' }),
		3,
	],
	['zeros at the end', Buffer.concat([makePdf({ revisions: [table(3)] }), Buffer.alloc(3e6)]), 3],
	[
		'no line break before a revision',
		bytes(text(makePdf({ revisions: [table(1), table(2)] })).replace('%%EOF\n', '%%EOF')),
		2,
	],
])('takes %s', async (_, file, pages) => {
	expect(await pagesOf(file)).toBe(pages);
});

it('takes a PDF without a cross-reference', async () => {
	const file = replaced(makePdf({ revisions: [table(3)] }), 'startxref', 'startxxxx');
	expect(await pagesOfPdfium(file)).toBe(3);
	expect(await pagesOf(file)).toBe(3);
});

it('believes a page tree that says more than it holds', async () => {
	const file = replaced(makePdf({ revisions: [table(3)] }), '/Count 3 ', '/Count 999 ');
	expect(await pagesOfPdfium(file)).toBe(999);
	expect(await pagesOf(file)).toBe(999);
});

it('counts the pages of a tree that says less than it holds', async () => {
	const file = replaced(makePdf({ revisions: [table(5)] }), '/Count 5 ', '/Count 2 ');
	expect(await pagesOf(file)).toBe(5);
});

it.each([
	[
		'says it in a number that is not whole',
		'2 0 obj <</Type /Pages /Count 9. /Kids [3 0 R]>> endobj',
		9,
	],
	['says nothing', '2 0 obj <</Type /Pages /Kids [3 0 R 4 0 R]>> endobj', 2],
	['lists its pages in another object', '2 0 obj <</Type /Pages /Count 7 /Kids 9 0 R>> endobj', 7],
	['has escapes in its names', '2 0 obj <</Type /P#61ges /Kids [3 0 R] /C#6funt 4>> endobj', 4],
	[
		'has comments and strings in between',
		'2 0 obj <</Type/Pages % >>\n/Title (>> \\) endobj) /A <3e3e> /Kids[3 0 R]/Count 4>> endobj',
		4,
	],
	['is no type of page tree', '2 0 obj <</Kids [3 0 R 4 0 R] /Count 2>> endobj', 2],
])('counts a tree that %s', async (_, tree, pages) => {
	expect(await pagesOf(handwritten(tree))).toBe(pages);
});

it.each([
	['is its own child', '2 0 obj <</Type /Pages /Kids [2 0 R]>> endobj'],
	['is missing', '3 0 obj <</Type /Page>> endobj'],
	['is not whole', '2 0 obj <</Type /Pages /Count 4 /Kids [3 0 R endobj'],
	['has no pages', '2 0 obj <</Type /Pages /Count 0 /Kids []>> endobj'],
	['says too much', `2 0 obj <</Type /Pages /Count ${2 ** 31} /Kids []>> endobj`],
	['is nested without end', `2 0 obj ${'<</Kids ['.repeat(100_000)}`],
])('tells no number of a tree that %s', async (_, tree) => {
	expect(await pagesOf(handwritten(tree))).toBeNull();
});

it('tells no number of a file that is cut off before its tree', async () => {
	const file = makePdf({ revisions: [table(30)] });
	for (let size = 10; size < file.length - 200; size += 100)
		expect(await pagesOf(file.subarray(0, size))).toBeNull();
});
