import fc from 'fast-check';
import {
	fieldsOf,
	listNames,
	reviewOf,
	tablesOf,
} from '../../../../../packages/natif-ai/nodes/NatifAi/api/result/extractions.ts';
import '../../../../support/seed.mts';

const leaf = (value: unknown, page = 1) => ({
	value,
	confidence: 0.98,
	bbox_refs: [{ page_num: page, bbox_id: 7 }],
	validation_problem: false,
	note: '',
});

/** The invoice of the service's own description, shortened. */
const invoice = {
	schema_version: 2,
	document_type: 'invoice',
	vendor: {
		name: leaf('Green Tea Ltd'),
		address_struct: { city: leaf('Berlin'), zip: null },
		banking_information: [
			{
				iban: 'DE02',
				bic: 'GENO',
				confidence: 0.9,
				bbox_refs: [{ page_num: 2, bbox_id: 1 }],
				validation_problem: false,
				note: '',
			},
		],
	},
	number: { value: 'RE-2026-17', confidence: 0.98 },
	date: null,
	net_amount: leaf(6.4),
	order_numbers: [leaf('A1'), leaf('A2')],
	line_item: [
		{
			pos_id: leaf('1', 2),
			description: leaf('Green tea', 2),
			total_price: leaf(6.4, 2),
			service_period: { start_date: leaf('2026-01-01', 2), end_date: null },
		},
		{ pos_id: leaf('2', 3), description: null, order_number: leaf('B7', 3) },
	],
	key_value_pairs: [{ key: leaf('IBAN'), value: leaf('DE02') }],
	barcodes: [],
};

describe('fields', () => {
	it('are the values of an invoice in its own structure', () => {
		expect(fieldsOf(invoice)).toEqual({
			document_type: 'invoice',
			vendor: {
				name: 'Green Tea Ltd',
				address_struct: { city: 'Berlin', zip: null },
				banking_information: [{ iban: 'DE02', bic: 'GENO' }],
			},
			number: 'RE-2026-17',
			date: null,
			net_amount: 6.4,
			order_numbers: ['A1', 'A2'],
			line_item: [
				{
					pos_id: '1',
					description: 'Green tea',
					total_price: 6.4,
					service_period: { start_date: '2026-01-01', end_date: null },
				},
				{ pos_id: '2', description: null, order_number: 'B7' },
			],
			key_value_pairs: [{ key: 'IBAN', value: 'DE02' }],
			barcodes: [],
		});
	});

	it.each([
		['a value alone is no leaf', { pair: { value: 'x' } }, { pair: { value: 'x' } }],
		['a leaf without a value found', { a: { value: null, confidence: 0 } }, { a: null }],
		[
			'a field named confidence is kept',
			{ quality: { confidence: 'high', note: 'ok' } },
			{ quality: { confidence: 'high', note: 'ok' } },
		],
		[
			'unknown shapes survive',
			{ a: 1, b: 'x', c: [1, [2]], d: { value: { deep: leaf(1) }, confidence: 1 } },
			{ a: 1, b: 'x', c: [1, [2]], d: { value: { deep: 1 }, confidence: 1 } },
		],
		['a list instead of an object', [leaf(1)], { value: [1] }],
		['nothing', null, {}],
		['none at all', undefined, {}],
	])('%s', (_case, extractions, fields) => {
		expect(fieldsOf(extractions)).toEqual(fields);
	});
});

describe('tables', () => {
	it('are the lists of objects, with the page on which they begin', () => {
		expect(tablesOf(invoice)).toEqual([
			{ pageNumber: 2, tableNumber: 1, header: ['iban', 'bic'], rows: [['DE02', 'GENO']] },
			{
				pageNumber: 2,
				tableNumber: 2,
				header: [
					'pos_id',
					'description',
					'total_price',
					'service_period.start_date',
					'service_period.end_date',
					'order_number',
				],
				rows: [
					['1', 'Green tea', '6.4', '2026-01-01', '', ''],
					['2', '', '', '', '', 'B7'],
				],
			},
			{ pageNumber: 1, tableNumber: 1, header: ['key', 'value'], rows: [['IBAN', 'DE02']] },
		]);
	});

	it('have names', () => {
		expect(listNames(invoice)).toEqual([
			'vendor.banking_information',
			'line_item',
			'key_value_pairs',
		]);
	});

	it.each([
		['lists of values are none', { numbers: [leaf('A1'), leaf('A2')] }, []],
		[
			'lists in a cell',
			{ items: [{ codes: [leaf('x'), leaf('y')], parts: [{ a: leaf(1) }] }] },
			[{ header: ['codes', 'parts'], rows: [['x, y', '[{"a":1}]']] }],
		],
		[
			'without places they are on page 1',
			{ items: [{ a: { value: true, confidence: 1 } }] },
			[{ pageNumber: 1, header: ['a'], rows: [['true']] }],
		],
		[
			'rows of an unknown shape',
			{ items: [{ a: 1, b: { c: 'x' } }, {}] },
			[
				{
					header: ['a', 'b.c'],
					rows: [
						['1', 'x'],
						['', ''],
					],
				},
			],
		],
	])('%s', (_case, extractions, tables) => {
		expect(tablesOf(extractions)).toMatchObject(tables);
	});
});

describe('what is to be reviewed', () => {
	it('is what the service has a problem with, or is not sure of', () => {
		expect(
			reviewOf({
				schema_version: 2,
				document_type: 'invoice',
				number: { value: 'RE-1', confidence: 0.98 },
				date: { ...leaf('2026-02-30'), validation_problem: true, note: 'no such day' },
				vendor: {
					name: { value: 'Green', confidence: 0.79 },
					banking_information: [
						{ iban: 'DE02', bic: 'GENO', confidence: 0.5, bbox_refs: [], note: '' },
					],
				},
				line_item: [
					{ price: { value: 6.4, confidence: 0.8 } },
					{ price: { value: null, confidence: 0 }, code: { value: 'x', bbox_refs: [] } },
				],
				order_numbers: [leaf('A1'), { value: 'A2', confidence: '0.1' }],
				total: { value: 7, validation_problem: true },
			}),
		).toEqual([
			{ field: 'date', value: '2026-02-30', confidence: 0.98, problem: true },
			{ field: 'vendor.name', value: 'Green', confidence: 0.79, problem: false },
			{
				field: 'vendor.banking_information[0]',
				value: { iban: 'DE02', bic: 'GENO' },
				confidence: 0.5,
				problem: false,
			},
			{ field: 'line_item[1].price', value: null, confidence: 0, problem: false },
			{ field: 'order_numbers[1]', value: 'A2', confidence: 0.1, problem: false },
			{ field: 'total', value: 7, confidence: null, problem: true },
		]);
	});

	it('is nothing where confidence is a field of the document', () => {
		expect(reviewOf({ quality: { confidence: 0.1, note: 'ok' } })).toEqual([]);
		expect(reviewOf(null)).toEqual([]);
	});

	it('survives any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (extractions) => {
				expect(reviewOf(extractions)).toEqual(expect.any(Array));
			}),
		);
	});
});

it('any JSON is survived, and rows are as wide as their header', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (extractions) => {
			expect(fieldsOf(extractions)).toEqual(expect.any(Object));
			for (const { header, rows } of tablesOf(extractions))
				for (const row of rows) expect(row).toHaveLength(header?.length ?? -1);
		}),
	);
});

it('no value is lost', () => {
	const value = fc.string({ minLength: 3 });
	const structure = fc.letrec((tie) => ({
		node: fc.oneof(
			{ maxDepth: 3 },
			value.map((text) => leaf(text)),
			fc.array(tie('node'), { maxLength: 3 }),
			fc.dictionary(fc.string({ minLength: 1 }), tie('node'), { maxKeys: 3 }),
		),
	})).node;
	const valuesIn = (node: unknown): string[] => {
		if (Array.isArray(node)) return node.flatMap(valuesIn);
		if (typeof node !== 'object' || node === null) return [];
		return 'confidence' in node && 'value' in node
			? [String(node.value)]
			: Object.values(node).flatMap(valuesIn);
	};
	fc.assert(
		fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), structure), (extractions) => {
			const shown = JSON.stringify(fieldsOf(extractions));
			for (const text of valuesIn(extractions)) expect(shown).toContain(JSON.stringify(text));
		}),
	);
});
