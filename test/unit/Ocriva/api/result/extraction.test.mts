import fc from 'fast-check';
import { toDocumentResult } from '../../../../../packages/ocriva/nodes/Ocriva/api/result/toDocumentResult.ts';
import { readRecord } from '../../../../../packages/ocriva/nodes/Ocriva/api/parse.ts';
import { viewOf } from '../../../../../nodes/shared/core/documentViews.ts';
import '../../../../support/seed.mts';

const record = (processingResult: unknown, more: object = {}) =>
	readRecord({
		id: 'r1',
		fileName: 'a.pdf',
		templateName: 'Bills',
		status: 'completed',
		processingResult,
		...more,
	});
const read = (processingResult: unknown) => {
	const { text, pages, pageCount, tables, fields, records } = toDocumentResult(
		record(processingResult),
	);
	return { text, pages, pageCount, tables, fields, records };
};
const rowsOf = (processingResult: unknown) =>
	viewOf(toDocumentResult(record(processingResult)), {}, 'rows');

const items = [
	{ name: 'Ink', price: 2.5 },
	{ name: 'Paper', amount: 3 },
];
const itemRows = [
	['Ink', '2.5', ''],
	['Paper', '', '3'],
];

describe('the result of a record', () => {
	it.each<[string, unknown, object]>([
		[
			'nothing',
			null,
			{ text: '', pages: [], pageCount: null, tables: [], fields: {}, records: [] },
		],
		[
			'a text',
			'Dear Sir',
			{ text: 'Dear Sir', pages: [{ pageNumber: 1, text: 'Dear Sir' }], fields: {} },
		],
		[
			'plain values',
			{ number: 'B-7', total: 12.5, paid: false, note: null },
			{
				text: 'number: B-7\ntotal: 12.5\npaid: false\nnote: ',
				fields: { number: 'B-7', total: 12.5, paid: false, note: null },
				records: [],
			},
		],
		[
			'a text of its own',
			{ content: 'Dear Sir', total: 1 },
			{ text: 'Dear Sir', fields: { content: 'Dear Sir', total: 1 } },
		],
		[
			'a text beside a content',
			{ text: 'Dear Sir', content: 'other' },
			{ text: 'Dear Sir', fields: { text: 'Dear Sir', content: 'other' } },
		],
		[
			'fields that are called like parts of a document',
			{ subject: 'Offer', content: 'Dear Sir', pages: ['12-15', '20'], tables: [], fields: null },
			{
				text: 'Dear Sir',
				pages: [{ pageNumber: 1, text: 'Dear Sir' }],
				pageCount: null,
				tables: [],
				fields: {
					subject: 'Offer',
					content: 'Dear Sir',
					pages: ['12-15', '20'],
					tables: [],
					fields: null,
				},
			},
		],
		[
			'nested values',
			{ vendor: { name: 'Muster', address: { town: 'Ulm' } } },
			{
				fields: { vendor: { name: 'Muster', address: { town: 'Ulm' } } },
				text: 'vendor: {"name":"Muster","address":{"town":"Ulm"}}',
			},
		],
		[
			'a list of values',
			{ tags: ['a', 'b'], none: [] },
			{ fields: { tags: ['a', 'b'], none: [] }, tables: [], text: 'tags: a, b\nnone: ' },
		],
		[
			'line items',
			{ total: 3, items },
			{
				fields: { total: 3, items },
				tables: [
					{ pageNumber: 1, tableNumber: 1, header: ['name', 'price', 'amount'], rows: itemRows },
				],
				text: 'total: 3\n\nname\tprice\tamount\nInk\t2.5\t\nPaper\t\t3',
			},
		],
		[
			'line items in an object',
			{ bill: { items } },
			{
				fields: { bill: { items } },
				tables: [{ header: ['name', 'price', 'amount'], rows: itemRows }],
			},
		],
		[
			'a list of lists',
			{
				grid: [
					['a', 1],
					['b', null],
				],
			},
			{
				fields: {
					grid: [
						['a', 1],
						['b', null],
					],
				},
				tables: [
					{
						header: null,
						rows: [
							['a', '1'],
							['b', ''],
						],
					},
				],
			},
		],
		[
			'tables of objects',
			{ tables: [items, [{ x: 1 }]] },
			{
				fields: { tables: [items, [{ x: 1 }]] },
				tables: [
					{ tableNumber: 1, rows: itemRows },
					{ tableNumber: 2, header: ['x'], rows: [['1']] },
				],
			},
		],
		[
			'tables with rows',
			{
				tables: [
					{ header: ['a', 'b'], rows: [['1', 2]] },
					{ columns: ['c'], rows: [] },
				],
			},
			{
				tables: [
					{ header: ['a', 'b'], rows: [['1', '2']] },
					{ header: ['c'], rows: [] },
				],
			},
		],
		[
			'no tables',
			{ text: 'x', tables: [], fields: {}, pages: [] },
			{
				text: 'x',
				tables: [],
				fields: { text: 'x', tables: [], fields: {}, pages: [] },
				pages: [{ pageNumber: 1, text: 'x' }],
			},
		],
		[
			'fields of their own',
			{ fields: { Town: 'Ulm' }, Town: 'Bonn' },
			{ fields: { fields: { Town: 'Ulm' }, Town: 'Bonn' } },
		],
		[
			'pages',
			{
				pages: [
					{ pageNumber: 1, text: 'one' },
					{ page: 2, content: 'two', confidence: 0.9 },
				],
			},
			{
				text: 'one\n\ntwo',
				pageCount: 2,
				pages: [
					{ pageNumber: 1, text: 'one' },
					{ pageNumber: 2, text: 'two' },
				],
				fields: { pages: [{ text: 'one' }, { confidence: 0.9 }] },
			},
		],
		[
			'pages as texts',
			{ pages: ['one', 'two'] },
			{
				text: 'one\n\ntwo',
				pages: [
					{ pageNumber: 1, text: 'one' },
					{ pageNumber: 2, text: 'two' },
				],
			},
		],
		[
			'pages with tables and fields',
			{ pages: [{ text: 'one' }, { text: 'two', tables: [items], fields: { Town: 'Ulm' } }] },
			{ tables: [{ pageNumber: 2, tableNumber: 1, rows: itemRows }] },
		],
		[
			'a number of pages',
			{ pages: 3, pageCount: 3 },
			{ pageCount: 3, fields: { pages: 3, pageCount: 3 } },
		],
		[
			'several records',
			[{ name: 'Eva' }, { name: 'Max' }],
			{
				records: [{ name: 'Eva' }, { name: 'Max' }],
				fields: {},
				tables: [],
				text: 'name: Eva\n\nname: Max',
			},
		],
		['one record in a list', [{ name: 'Eva' }], { fields: { name: 'Eva' }, records: [] }],
		[
			'a list of lists alone',
			[['a'], ['b']],
			{ tables: [{ rows: [['a'], ['b']] }], fields: { values: [['a'], ['b']] } },
		],
		['a list of values alone', ['a', 2], { fields: { values: ['a', 2] }, text: 'values: a, 2' }],
		['a number', 7, { text: '7' }],
	])('is read when it is %s', (_case, processingResult, expected) => {
		expect(read(processingResult)).toMatchObject(expected);
	});

	it('gives one row a line item, one a record, and one of the fields where there is nothing else', () => {
		expect(rowsOf({ total: 3, items })).toEqual([
			{ name: 'Ink', price: '2.5', amount: '' },
			{ name: 'Paper', price: '', amount: '3' },
		]);
		expect(rowsOf([{ name: 'Eva' }, { name: 'Max' }])).toEqual([{ name: 'Eva' }, { name: 'Max' }]);
		expect(rowsOf({ name: 'Eva', age: 7 })).toEqual([{ name: 'Eva', age: 7 }]);
	});

	it('survives any JSON, and drops no value of it', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 5 }), (processingResult) => {
				// Numbers are the marks: a result with others in it is written out again and searched for
				// them.
				let mark = 100_000;
				const marked = JSON.parse(JSON.stringify(processingResult), (_key, value: unknown) =>
					typeof value === 'object' ? value : ++mark,
				) as unknown;
				const whole = JSON.stringify(toDocumentResult(record(marked)));
				for (let value = 100_001; value <= mark; value++) expect(whole).toContain(String(value));
				expect(() => rowsOf(marked)).not.toThrow();
			}),
			// Found: plain values beside a table in a list, and what stands beside the rows of a table,
			// were dropped.
			{
				numRuns: 500,
				examples: [
					[[0, [{}]]],
					[{ tables: [0, [{}]] }],
					[{ tables: [{ rows: [[1]], note: 2 }] }],
					[{ pages: [{ text: 'x', tables: [3, [{}]] }] }],
				],
			},
		);
	});
});

describe('a record', () => {
	it.each([
		['completed', {}, 'done', undefined],
		['failed', { error: 'Blurred' }, 'failed', 'Blurred'],
		['failed', { errorMessage: 'Blurred' }, 'failed', 'Blurred'],
		['failed', { message: 'Blurred' }, 'failed', 'Blurred'],
		['failed', { error: { message: 'Blurred' } }, 'failed', 'Blurred'],
		['failed', {}, 'failed', undefined],
		['retention_expired', {}, 'done', undefined],
		['retention_expired', { processingResult: null, error: 'Blurred' }, 'failed', 'Blurred'],
		['in_progress', { processingResult: null }, 'pending', undefined],
		['in_review', {}, 'pending', undefined],
	])('in the state %s with %j is %s', (status, more, phase, failureReason) => {
		const one = record({ a: 1 }, { status, ...more });
		expect(one.phase).toBe(phase);
		expect(toDocumentResult(one).more?.failureReason).toBe(failureReason);
	});

	it('is read from any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) =>
				expect(toDocumentResult(readRecord(value))).toMatchObject({ service: 'Ocriva' }),
			),
		);
	});
});
