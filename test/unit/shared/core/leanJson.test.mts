import { leanJson } from '../../../../nodes/shared/core/leanJson';

const table = {
	pageNumber: 1,
	tableNumber: 1,
	header: ['Item', 'Amount'],
	rows: [
		['Tea', '1.50'],
		['Cake', ''],
	],
};

it('leaves out keys that are null or empty, at every depth, and no value besides', () => {
	expect(
		leanJson({
			id: 'a',
			action: null,
			text: '',
			records: [],
			fields: { Name: null, Total: 0, Paid: false, Address: { Street: '' } },
			tables: [table],
		}),
	).toEqual({ id: 'a', fields: { Total: 0, Paid: false }, tables: [table] });
});

it('leaves out the texts of pages that are the text, and keeps what else a page has', () => {
	const pages = [
		{ pageNumber: 1, text: 'one' },
		{ pageNumber: 2, text: 'two', language: 'en' },
	];
	expect(leanJson({ text: 'one\n\ntwo', pages })).toEqual({
		text: 'one\n\ntwo',
		pages: [{ pageNumber: 2, language: 'en' }],
	});
	expect(leanJson({ pages })).toEqual({ pages });
});

it('leaves out the only record where it is the fields', () => {
	const record = { Name: 'Marta', Lines: [{ Model: 'A' }] };
	expect(leanJson({ fields: record, records: [record] })).toEqual({ fields: record });
	const records = [record, { ...record, Name: 'Otto' }];
	expect(leanJson({ fields: {}, records })).toEqual({ records });
});

it.each<[string, object]>([
	['tables', { text: 'Item\tAmount\nTea\t1.50\nCake\t', tables: [table] }],
	['fields', { text: 'Name: Marta\nNote: a: b\nc', fields: { Name: 'Marta', Note: 'a: b\nc' } }],
	[
		'records',
		{
			text: 'Name: Marta\nLines: [{"Model":"A: 1"}]',
			records: [{ Name: 'Marta', Lines: [{ Model: 'A: 1' }] }],
		},
	],
	['nothing at all', { text: '' }],
])('leaves out a text that only repeats %s', (_what, json) => {
	expect(leanJson({ id: 'a', ...json })).not.toHaveProperty('text');
});

it('keeps a text that says more than tables and fields', () => {
	const json = { text: 'Dear Marta\nName: Marta', fields: { Name: 'Marta' } };
	expect(leanJson(json)).toEqual(json);
});

it('leaves out a list among the fields whose rows are a table', () => {
	const fields = { Shop: 'Corner', Lines: [{ Item: 'Tea', Amount: 1.5 }], Tags: ['Tea'] };
	const tables = [{ header: ['Item', 'Amount'], rows: [['Tea', '1.5']] }];
	expect(leanJson({ fields, tables })).toEqual({
		fields: { Shop: 'Corner', Tags: ['Tea'] },
		tables,
	});
});

it('leaves out of the fields what the text and its pages say', () => {
	const pages = [
		{ page_number: 1, content: 'one' },
		{ page_number: 2, content: 'two' },
	];
	const fields = { text: 'one\n\ntwo', pages, Remark: 'two' };
	expect(leanJson({ text: 'one\n\ntwo', fields })).toEqual({
		text: 'one\n\ntwo',
		fields: { Remark: 'two' },
	});
});

it('keeps lists that say more than the tables', () => {
	const tables = [{ header: ['Item'], rows: [['Tea'], ['Cake']] }];
	const fields = { Lines: [{ Item: 'Tea' }, { Item: 'Pie' }], Sold: [{ Name: 'Tea' }] };
	expect(leanJson({ fields, tables })).toEqual({ fields, tables });
});

it('leaves out a list of tables', () => {
	const tables = [{ header: ['Item'], rows: [['Tea'], ['Cake']] }];
	const fields = { tables: [[{ Item: 'Tea' }, { Item: 'Cake' }]] };
	expect(leanJson({ fields, tables })).toEqual({ tables });
});
