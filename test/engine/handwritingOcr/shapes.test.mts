import type { SeedInput, SettingsInput } from '../../../sandbox/client.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const get = async (document: SeedInput, output: string, settings: SettingsInput = {}) => {
	const account = await world.openAccount({ settings });
	const [seeded] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'scan.pdf', ...document },
	]);
	const { items, error, hints } = await world.document(account, 'get', {
		documentId: seeded?.id ?? '',
		output,
	});
	expect(error).toBeUndefined();
	return { json: items.map(({ json }) => json), hints };
};

const field = (key: string, value: unknown) => ({
	key,
	name: key,
	type: 'string',
	array: Array.isArray(value),
	value,
});

describe('tables', () => {
	it.each(['arrays', 'cells'] as const)('with rows as %s give the same', async (tableRows) => {
		const { json } = await get({ action: 'tables' }, 'rows', { tableRows });
		expect(json).toEqual([
			{ Item: 'first of scan.pdf, page 1', Amount: '1.50' },
			{ Item: 'second', Amount: '2.00' },
		]);
	});

	it('without rows, as in the documented example, give the key-value pairs', async () => {
		const { json } = await get({ action: 'tables' }, 'rows', { tableRows: 'empty' });
		expect(json).toEqual([{ File: 'scan.pdf', Page: '1' }]);
	});

	it('without rows keep what the API says of them in "Raw"', async () => {
		const { json } = await get({ action: 'tables' }, 'raw', { tableRows: 'empty' });
		expect(json).toMatchObject([
			{ results: [{ tables: [{ rows: [], rowCount: 3, columnCount: 2 }] }] },
		]);
	});

	it('the documented example word for word', async () => {
		const results = [
			{
				page_number: 1,
				tables: [
					{
						rows: [],
						rowCount: 1,
						columnCount: 2,
						tableNumber: 1,
						hasHeaderRow: false,
						headerContent: null,
					},
				],
				key_value_pairs: [{ key: 'VAT Number', value: '1234567' }],
			},
		];
		const { json } = await get({ action: 'tables', results }, 'document');
		expect(json).toMatchObject([
			{
				text: 'VAT Number: 1234567',
				tables: [{ pageNumber: 1, tableNumber: 1, header: null, rows: [] }],
				fields: { 'VAT Number': '1234567' },
			},
		]);
	});
});

describe('extractions', () => {
	const results = [
		{
			page_number: 1,
			extractions: [
				[field('name', 'Ann'), field('name', 'Bob'), field('signed', true), field('age', null)],
				[field('name', 'Cid')],
			],
		},
		{
			page_number: 2,
			extractions: [
				[field('lines', [[field('model_1', 'A'), field('count_1', 2)], [field('model_1', 'B')]])],
			],
		},
		{ page_number: 3, extractions: [] },
	];
	const records = [
		{ name: 'Ann', name_2: 'Bob', signed: true, age: null },
		{ name: 'Cid' },
		{ lines: [{ model_1: 'A', count_1: 2 }, { model_1: 'B' }] },
	];

	it('with repeated keys, several records and nested lists lose nothing', async () => {
		const { json } = await get(
			{ action: 'extractor', pageCount: 3, results: results as never },
			'document',
		);
		expect(json).toMatchObject([
			{
				records,
				fields: {},
			},
		]);
	});

	it('are one row a record', async () => {
		const { json } = await get(
			{ action: 'extractor', pageCount: 3, results: results as never },
			'rows',
		);
		expect(json).toEqual(records);
	});

	it('that found nothing say so', async () => {
		const { json, hints } = await get(
			{ action: 'extractor', results: [{ page_number: 1, extractions: [] }] },
			'rows',
		);
		expect(json).toEqual([]);
		expect(hints).toHaveLength(1);
	});
});

it.each([
	null,
	[],
	{},
	'text',
	[null],
	[{ tables: 'x', extractions: 7, key_value_pairs: {}, transcript: ['a'] }],
])('results that are %j break nothing', async (results) => {
	for (const output of ['document', 'pages', 'rows', 'raw']) await get({ results }, output);
});
