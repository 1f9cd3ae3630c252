import fc from 'fast-check';
import { tablesOf } from '../../../../../nodes/HandwritingOcr/api/result/tables.ts';
import '../../../../support/seed.mts';

const one = (table: object) => tablesOf([table], 1)[0];
const cells = (...contents: unknown[]) => ({
	cells: contents.map((content, column) => ({ column_index: column, content })),
});

describe('rows and cells', () => {
	it.each([
		[
			'lists of texts',
			[
				['a', 'b'],
				['c', 'd'],
			],
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		['none, as in the documented example', [], []],
		[
			'objects with cells',
			[cells('a', 'b'), cells('c', 'd')],
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'cells that count from 1',
			[
				{
					cells: [
						{ columnIndex: 1, content: 'a' },
						{ columnIndex: 2, content: 'b' },
					],
				},
			],
			[['a', 'b']],
		],
		[
			'cells in another order',
			[
				{
					cells: [
						{ column_index: 1, content: 'b' },
						{ column_index: 0, content: 'a' },
					],
				},
			],
			[['a', 'b']],
		],
		[
			'cells with a gap',
			[
				{
					cells: [
						{ column_index: 0, content: 'a' },
						{ column_index: 2, content: 'c' },
					],
				},
			],
			[['a', '', 'c']],
		],
		[
			'two cells in one place',
			[
				{
					cells: [
						{ column_index: 0, content: 'a' },
						{ column_index: 0, content: 'b' },
					],
				},
			],
			[['a b']],
		],
		['cells without a place', [{ cells: [{ text: 'a' }, { value: 2 }] }], [['a', '2']]],
		[
			'cells of which the first is missing in a row',
			[cells('a', 'b'), { cells: [{ column_index: 1, content: 'd' }] }],
			[
				['a', 'b'],
				['', 'd'],
			],
		],
		[
			'cells from 1 of which the first is missing in a row',
			[
				{ cells: [{ column_index: 2, content: 'b' }] },
				{ cells: [{ column_index: 1, content: 'c' }] },
			],
			[['', 'b'], ['c']],
		],
		['texts alone', ['a', 'b'], [['a'], ['b']]],
		['numbers, truth and nothing', [[1, true, null]], [['1', 'true', '']]],
		['a tick box', [[':selected:', ':unselected:']], [[':selected:', ':unselected:']]],
		['a cell of an unknown shape', [[{ odd: 1 }]], [['{"odd":1}']]],
		['a list in a cell', [[['a', 'b']]], [['a b']]],
	])('%s', (_case, rows, expected) => {
		expect(one({ rows, hasHeaderRow: false })).toEqual({
			pageNumber: 1,
			tableNumber: 1,
			header: null,
			rows: expected,
		});
	});

	it('plain objects have their keys as header', () => {
		expect(one({ rows: [{ Item: 'a' }, { Amount: 1.5, Item: 'b' }] })).toMatchObject({
			header: ['Item', 'Amount'],
			rows: [
				['a', ''],
				['b', '1.5'],
			],
		});
	});

	it.each([
		['a negative one', -1],
		['half a one', 0.5],
		['one beyond all tables', 4_294_967_294],
	])('a cell with %s as its column is not lost', (_case, index) => {
		expect(
			one({
				rows: [
					{
						cells: [
							{ column_index: 0, content: 'a' },
							{ column_index: index, content: 'b' },
						],
					},
				],
			})?.rows,
		).toEqual([['a', 'b']]);
	});
});

describe('the header', () => {
	const rows = [
		['Item', 'Amount'],
		['a', '1'],
	];

	it.each([
		['is none when the API says so', { hasHeaderRow: false, headerContent: null }, null, rows],
		[
			'is the first row when the API says so, which leaves the rows',
			{ hasHeaderRow: true },
			['Item', 'Amount'],
			[['a', '1']],
		],
		[
			'is what the API gives, and the first row leaves when it is the same',
			{ hasHeaderRow: true, headerContent: ['Item', 'Amount'] },
			['Item', 'Amount'],
			[['a', '1']],
		],
		[
			'is what the API gives, and another first row stays',
			{ hasHeaderRow: true, headerContent: ['Thing', 'Price'] },
			['Thing', 'Price'],
			rows,
		],
		[
			'may come alone',
			{ hasHeaderRow: false, headerContent: ['Thing', 'Price'] },
			['Thing', 'Price'],
			rows,
		],
		[
			'may be written with underscores',
			{ has_header_row: true, header_content: ['Item', 'Amount'] },
			['Item', 'Amount'],
			[['a', '1']],
		],
		[
			'may be cells',
			{ hasHeaderRow: false, headerContent: cells('Thing', 'Price') },
			['Thing', 'Price'],
			rows,
		],
		['may be one text', { hasHeaderRow: false, headerContent: 'Prices' }, ['Prices'], rows],
		['is none when it is empty', { hasHeaderRow: false, headerContent: [] }, null, rows],
	])('%s', (_case, more, header, left) => {
		expect(one({ rows, ...more })).toMatchObject({ header, rows: left });
	});

	it('may be all that there is', () => {
		expect(one({ rows: [['Item', 'Amount']], hasHeaderRow: true })).toMatchObject({
			header: ['Item', 'Amount'],
			rows: [],
		});
	});
});

it('numbers come from the API, else from the order', () => {
	expect(tablesOf([{ tableNumber: 7 }, { table_number: '8' }, {}], 3)).toMatchObject([
		{ pageNumber: 3, tableNumber: 7 },
		{ pageNumber: 3, tableNumber: 8 },
		{ pageNumber: 3, tableNumber: 3 },
	]);
});

it.each([[null], [undefined], ['tables'], [{}], [7]])('%j are no tables', (value) => {
	expect(tablesOf(value, 1)).toEqual([]);
});

it('any JSON gives tables of texts, and no text of a cell is lost', () => {
	const index = fc.option(
		fc.oneof(fc.integer({ min: -2, max: 9 }), fc.double(), fc.constant(2 ** 31)),
		{ nil: undefined },
	);
	const cell = fc.record({ column_index: index, content: fc.string({ minLength: 1 }) });
	fc.assert(
		fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 4 }), (rows) => {
			const table = one({ rows: rows.map((entry) => ({ cells: entry })) });
			rows.forEach((entry, row) =>
				entry.forEach(({ content }) => expect(table?.rows[row]?.join('\n')).toContain(content)),
			);
		}),
	);
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			for (const { header, rows } of tablesOf([value, { rows: value, headerContent: value }], 1))
				for (const text of [...(header ?? []), ...rows.flat()]) expect(typeof text).toBe('string');
		}),
	);
});
