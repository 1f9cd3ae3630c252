import fc from 'fast-check';
import {
	fieldsFrom,
	plainPage,
	uniqueNames,
	type DocumentResult,
} from '../../../../nodes/shared/core/documentResult.ts';
import { viewOf } from '../../../../nodes/shared/core/documentViews.ts';
import '../../../support/seed.mts';

const document = (more: Partial<DocumentResult> = {}): DocumentResult => ({
	id: 'abc',
	service: 'Service',
	fileName: 'scan.pdf',
	action: 'tables',
	status: 'processed',
	pageCount: 2,
	text: 'one\n\ntwo',
	pages: [plainPage({ pageNumber: 1, text: 'one' }), plainPage({ pageNumber: 2, text: 'two' })],
	tables: [],
	fields: {},
	records: [],
	more: {},
	...more,
});

const table = (rows: string[][], header: string[] | null = null, pageNumber = 1) => ({
	pageNumber,
	tableNumber: 1,
	header,
	rows,
});

describe('rows', () => {
	const rows = (more: Partial<DocumentResult>) => viewOf(document(more), {}, 'rows');

	it('have the header as keys', () => {
		expect(rows({ tables: [table([['a', '1']], ['Name', 'Amount'])] })).toEqual([
			{ Name: 'a', Amount: '1' },
		]);
	});

	it('have numbered columns where there is no header, or a cell of it is empty', () => {
		expect(rows({ tables: [table([['a', '1']])] })).toEqual([{ column1: 'a', column2: '1' }]);
		expect(rows({ tables: [table([['a', '1', 'x']], ['Name', ' '])] })).toEqual([
			{ Name: 'a', column2: '1', column3: 'x' },
		]);
	});

	it('keep columns of the same name apart', () => {
		expect(rows({ tables: [table([['a', 'b', 'c']], ['Total', 'Total', 'Total_2'])] })).toEqual([
			{ Total: 'a', Total_2: 'b', Total_2_2: 'c' },
		]);
	});

	it('fill short rows', () => {
		expect(rows({ tables: [table([['a'], ['b', '2']])] })).toEqual([
			{ column1: 'a', column2: '' },
			{ column1: 'b', column2: '2' },
		]);
	});

	it('come from tables, then from records', () => {
		expect(
			rows({ tables: [table([['a']], null, 1), table([['b']], null, 2)], records: [{ c: 1 }] }),
		).toEqual([{ column1: 'a' }, { column1: 'b' }, { c: 1 }]);
	});

	it('come from the fields where there is nothing else', () => {
		expect(rows({ fields: { Name: 'Ann' } })).toEqual([{ Name: 'Ann' }]);
		expect(rows({})).toEqual([]);
	});
});

it('the document has ten fields in the order in which they are read, and each text once', () => {
	const [item = {}] = viewOf(document({ more: { failureReason: 'Blurred' } }), {}, 'document');
	expect(Object.keys(item)).toEqual([
		...['id', 'fileName', 'text', 'pageCount', 'fields', 'records', 'tables'],
		...['action', 'status', 'service', 'failureReason'],
	]);
});

it('pages name their document and hold the tables and fields of their page', () => {
	const tables = [table([['a']], null, 1), table([['b']], null, 2)];
	const [first, second] = document().pages;
	const pages = [
		{ ...first, fields: { Total: 1 } },
		{ ...second, records: [{ Name: 'Ann' }] },
	] as DocumentResult['pages'];
	const head = { id: 'abc', fileName: 'scan.pdf', pageCount: 2 };
	expect(viewOf(document({ tables, pages }), {}, 'pages')).toEqual([
		{ ...head, pageNumber: 1, text: 'one', tables: [tables[0]], fields: { Total: 1 } },
		{ ...head, pageNumber: 2, text: 'two', tables: [tables[1]], fields: { Name: 'Ann' } },
	]);
});

it('rows say where they are from, beside columns of the same names', () => {
	const tables = [table([['x', 'y']], ['documentId', 'Amount'], 2)];
	expect(viewOf(document({ tables, records: [{ fileName: 'z' }] }), {}, 'rowsWithSource')).toEqual([
		{
			documentId: 'abc',
			fileName: 'scan.pdf',
			pageNumber: 2,
			tableNumber: 1,
			documentId_2: 'x',
			Amount: 'y',
		},
		{
			documentId: 'abc',
			fileName: 'scan.pdf',
			pageNumber: null,
			tableNumber: null,
			fileName_2: 'z',
		},
	]);
});

it('raw is the object of the service', () => {
	const raw = { any: ['thing'] };
	expect(viewOf(document(), raw, 'raw')).toEqual([raw]);
});

const names = fc.array(
	fc.constantFrom('a', 'a_2', 'a_2_2', 'b', '', '__proto__', 'constructor', 'toString'),
	{ maxLength: 12 },
);

it('names stay apart, in number and order', () => {
	fc.assert(
		fc.property(names, (given) => {
			const unique = uniqueNames(given);
			expect(new Set(unique).size).toBe(given.length);
			unique.forEach((name, index) => expect(name.startsWith(given[index] ?? '')).toBe(true));
		}),
	);
});

it('no field overwrites another', () => {
	fc.assert(
		fc.property(names, (given) => {
			const fields = fieldsFrom(given.map((name, index) => [name, index]));
			expect(Object.values(fields)).toHaveLength(given.length);
			expect(new Set(Object.values(fields))).toEqual(new Set(given.keys()));
		}),
	);
});
