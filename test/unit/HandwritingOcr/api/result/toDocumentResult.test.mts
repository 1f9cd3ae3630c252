import fc from 'fast-check';
import {
	toDocumentResult,
	summaryOf,
} from '../../../../../nodes/HandwritingOcr/api/result/toDocumentResult.ts';
import { readDocument } from '../../../../../nodes/HandwritingOcr/api/parse.ts';
import { viewOf } from '../../../../../nodes/shared/core/documentViews.ts';
import '../../../../support/seed.mts';

const simple = (raw: object) =>
	toDocumentResult(readDocument({ id: 'abc', status: 'processed', ...raw }));
const field = (key: string, value: unknown) => ({
	key,
	name: key,
	type: 'string',
	array: false,
	value,
});

it.each([
	['out of order', [2, 1]],
	['counted from 0', [1, 0]],
])('pages that come %s are put in order', (_case, [first, second]) => {
	const results = [
		{ page_number: first, transcript: 'last' },
		{ page_number: second, transcript: 'begin' },
	];
	expect(simple({ results }).text).toBe('begin\n\nlast');
});

it('reads pages that PHP has written as an object', () => {
	const results = {
		0: { page_number: 1, transcript: 'a' },
		2: { page_number: 3, transcript: 'b' },
	};
	expect(simple({ results })).toMatchObject({ text: 'a\n\nb', status: 'processed' });
});

it('a head has ISO dates, in whichever form they came', () => {
	const raw = {
		id: 'a',
		file_name: 'a.pdf',
		action: 'tables',
		status: 'queued',
		page_count: 3,
		automatically_deleted_at: '2025-03-05 19:47:44',
		created_at: '2025-02-19T19:47:44.000000Z',
		updated_at: 'yesterday',
	};
	expect(summaryOf(readDocument(raw))).toEqual({
		id: 'a',
		service: 'Handwriting OCR',
		fileName: 'a.pdf',
		action: 'tables',
		status: 'queued',
		pageCount: 3,
		createdAt: '2025-02-19T19:47:44.000Z',
		updatedAt: 'yesterday',
		deletesAt: '2025-03-05T19:47:44.000Z',
	});
});

it('keeps an action that it does not know', () => {
	expect(summaryOf(readDocument({ action: 'translate' })).action).toBe('translate');
});

describe('the text', () => {
	it('is all transcripts with an empty line between them; empty pages stay pages', () => {
		const results = [
			{ page_number: 1, transcript: 'one' },
			{ page_number: 2, transcript: '' },
			{ page_number: 3, transcript: null },
			{ page_number: 4, transcript: 'four' },
		];
		expect(simple({ results })).toMatchObject({
			text: 'one\n\nfour',
			pages: [
				{ pageNumber: 1 },
				{ pageNumber: 2, text: '' },
				{ pageNumber: 3, text: '' },
				{ pageNumber: 4, text: 'four' },
			],
		});
	});

	it('of a table page is its pairs and its cells with tabs', () => {
		const results = [
			{
				key_value_pairs: [{ key: 'VAT', value: 12 }],
				tables: [{ rows: [['a', 'b']], headerContent: ['A', 'B'] }],
			},
		];
		expect(simple({ results }).text).toBe('VAT: 12\n\nA\tB\na\tb');
	});

	it('of a record is its fields', () => {
		expect(
			simple({
				results: [
					{ extractions: [[field('place', 'Paris'), field('seen', null), field('list', [1])]] },
				],
			}).text,
		).toBe('place: Paris\nseen: \nlist: 1');
	});
});

it('pages without a number are counted', () => {
	expect(
		simple({ results: [{ transcript: 'a' }, { page_number: '7', transcript: 'b' }] }).pages.map(
			({ pageNumber }) => pageNumber,
		),
	).toEqual([1, 7]);
});

describe('fields', () => {
	it('are the key-value pairs, with repeated keys apart', () => {
		const results = [
			{
				key_value_pairs: [
					{ key: 'Total', value: '1' },
					{ key: 'Total', value: '2' },
				],
			},
			{ key_value_pairs: [{ key: 'Total', value: '3' }, { value: 'x' }, 'odd'] },
		];
		expect(simple({ results }).fields).toEqual({
			Total: '1',
			Total_2: '2',
			Total_3: '3',
			field2: 'x',
			field3: 'odd',
		});
	});

	it('are those of the only record', () => {
		expect(
			simple({ results: [{ extractions: [[field('a', '1')]] }, { extractions: [] }] }),
		).toMatchObject({ fields: { a: '1' }, records: [{ a: '1' }] });
	});

	it('are empty when there are several records, which all stand in records', () => {
		expect(
			simple({
				results: [
					{ extractions: [[field('a', '1')], [field('a', '2')]] },
					{ extractions: [[field('a', '3')]] },
				],
			}),
		).toMatchObject({ fields: {}, records: [{ a: '1' }, { a: '2' }, { a: '3' }] });
	});
});

it.each([
	['no results', {}],
	['null', { results: null }],
	['an object', { results: {} }],
	['nothing but oddities', { results: [null, 1] }],
])('%s are no pages', (_case, raw) => {
	expect(simple(raw)).toMatchObject({ text: '', pages: [], tables: [], fields: {}, records: [] });
});

it.each([
	['a list of lines', ['one', 'two'], 'one\ntwo'],
	['an object with the text', { text: 'one' }, 'one'],
	['another object', { line: 1 }, '{"line":1}'],
	['a number', 7, '7'],
])('a transcript that is %s is read', (_case, transcript, text) => {
	expect(simple({ results: [{ page_number: 1, transcript }] })).toMatchObject({ text });
});

it('reads pages that are nothing but text, and what stands alone in the place of a list', () => {
	expect(simple({ results: ['one', 'two'] })).toMatchObject({ text: 'one\n\ntwo' });
	const page = {
		tables: { rows: [['a', 'b']] },
		key_value_pairs: { Date: '5 May', Place: 'Bonn' },
		extractions: { total: 7 },
	};
	expect(simple({ results: [page] })).toMatchObject({
		tables: [{ rows: [['a', 'b']] }],
		fields: { Date: '5 May', Place: 'Bonn' },
		records: [{ total: 7 }],
	});
});

it('any JSON gives the same shape, in every output', () => {
	const page = fc.record(
		{
			page_number: fc.jsonValue(),
			transcript: fc.jsonValue(),
			tables: fc.jsonValue(),
			key_value_pairs: fc.jsonValue(),
			extractions: fc.jsonValue(),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(fc.oneof(fc.array(page, { maxLength: 3 }), fc.jsonValue()), (results) => {
			const document = simple({ results });
			expect(Object.keys(viewOf(document, {}, 'document')[0] ?? {})).toEqual([
				...['id', 'fileName', 'text', 'pageCount', 'fields', 'records', 'tables'],
				...['action', 'status', 'service'],
			]);
			const modes = ['document', 'markdown', 'pages', 'rows', 'rowsWithSource', 'raw'] as const;
			for (const mode of modes)
				for (const item of viewOf(document, {}, mode))
					expect(item !== null && typeof item === 'object' && !Array.isArray(item)).toBe(true);
		}),
	);
});
