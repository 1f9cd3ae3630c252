import fc from 'fast-check';
import { extractedRecordsOf } from '../../../../../nodes/HandwritingOcr/api/result/extractedRecords.ts';
import '../../../../support/seed.mts';

const field = (key: string, value: unknown, more = {}) => ({
	key,
	name: key.toUpperCase(),
	type: 'string',
	array: false,
	value,
	...more,
});

it.each([
	[
		'the documented shape',
		[[field('place', 'Paris'), field('date', '12/12/1994')]],
		[{ place: 'Paris', date: '12/12/1994' }],
	],
	['several records', [[field('a', '1')], [field('a', '2')]], [{ a: '1' }, { a: '2' }]],
	[
		'every kind of value',
		[
			[
				field('yes', true),
				field('number', 1.5),
				field('nothing', null),
				field('missing', undefined),
			],
		],
		[{ yes: true, number: 1.5, nothing: null, missing: null }],
	],
	['a repeated key', [[field('total', '1'), field('total', '2')]], [{ total: '1', total_2: '2' }]],
	[
		'a field without a key',
		[[{ name: 'Place', value: 'Paris' }, { value: 'x' }, { key: '', name: '', value: 'y' }]],
		[{ Place: 'Paris', field2: 'x', field3: 'y' }],
	],
	[
		'a list of line items',
		[[field('lines', [[field('model', 'A'), field('count', '1')], [field('model', 'B')]])]],
		[{ lines: [{ model: 'A', count: '1' }, { model: 'B' }] }],
	],
	['a list of texts', [[field('tags', ['a', 'b'])]], [{ tags: ['a', 'b'] }]],
	['an object as value', [[field('address', { street: 'x' })]], [{ address: { street: 'x' } }]],
	['a flat list, which is one record', [field('a', '1'), field('b', '2')], [{ a: '1', b: '2' }]],
	['plain objects', [{ a: '1' }, { a: '2' }], [{ a: '1' }, { a: '2' }]],
	['values alone', ['x', 7], [{ value: 'x' }, { value: 7 }]],
	['values in a record', [['x', field('a', '1')]], [{ field1: 'x', a: '1' }]],
	['an empty record', [[]], [{}]],
	['no records', [], []],
	['no list', null, []],
	['an object', {}, []],
])('%s', (_case, extractions, expected) => {
	expect(extractedRecordsOf(extractions)).toEqual(expected);
});

it('no value of any record is lost', () => {
	const fields = fc.array(
		fc.record({
			key: fc.constantFrom('a', 'b', '__proto__', 'constructor', ''),
			value: fc.oneof(fc.string(), fc.integer(), fc.boolean()),
		}),
		{ minLength: 1, maxLength: 8 },
	);
	fc.assert(
		fc.property(fc.array(fields, { minLength: 1, maxLength: 4 }), (records) => {
			expect(extractedRecordsOf(records).map((record) => Object.values(record))).toEqual(
				records.map((record) => record.map(({ value }) => value)),
			);
		}),
	);
});

it('any JSON gives objects', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) =>
			extractedRecordsOf([value]).every(
				(record) => typeof record === 'object' && record !== null && !Array.isArray(record),
			),
		),
	);
});
