import { unzipSync, strFromU8 } from 'fflate';
import Papa from 'papaparse';
import readXlsxFile from 'read-excel-file/node';
import { useSandbox } from '../support/sandbox.mts';
import { api, pdf, uploadForm } from './support/api.mts';

const sandbox = useSandbox();

async function processed(fields: Record<string, string> = {}, settings: object = {}) {
	const { token } = await sandbox.createAccount({ settings });
	const client = api(`${sandbox.url}/v3`, token);
	const document = await client.process(uploadForm(fields, await pdf(2), 'two.pdf'));
	return { token, document, path: `/documents/${document.id}`, ...client };
}

const extractor = { action: 'extractor', extractor_id: 'Abc123def456' };

test('txt has a marker line a page', async () => {
	const { get, path } = await processed();
	const { text, headers } = await get(`${path}.txt`, { headers: { accept: 'text/plain' } });
	expect(headers.get('content-type')).toContain('text/plain');
	expect(text).toBe(
		'=== **Page: 1 of 2**\n\ntext of two.pdf, page 1\n\n=== **Page: 2 of 2**\n\ntext of two.pdf, page 2\n',
	);
});

test('docx is a Word file with the text', async () => {
	const { bytes, get, path } = await processed();
	const files = unzipSync(new Uint8Array(await bytes(`${path}.docx`)));
	const xml = strFromU8(files['word/document.xml'] ?? new Uint8Array());
	expect(xml).toContain('text of two.pdf, page 1');
	expect(xml).toContain('text of two.pdf, page 2');
	expect((await get(`${path}.docx`)).headers.get('content-type')).toContain('wordprocessingml');
});

test('json is the same as the JSON route', async () => {
	const { get, path } = await processed();
	expect((await get(`${path}.json`)).json).toEqual((await get(path)).json);
});

test('xlsx of tables has a sheet a table and one of key-value pairs', async () => {
	const { bytes, path } = await processed({ action: 'tables' });
	const sheets = await readXlsxFile(await bytes(`${path}.xlsx`));
	expect(sheets.map(({ sheet }) => sheet)).toEqual([
		'Page 1 Table 1',
		'Page 2 Table 1',
		'Key-value pairs',
	]);
	expect(sheets[1]?.data).toEqual([
		['Item', 'Amount'],
		['first of two.pdf, page 2', '1.50'],
		['second', '2.00'],
	]);
	expect(sheets[2]?.data).toContainEqual(['2', 'Page', '2']);
});

test.each([
	[
		'cells',
		[
			['Item', 'Amount'],
			['first of two.pdf, page 1', '1.50'],
			['second', '2.00'],
		],
	],
	['empty', []],
])('xlsx of tables whose rows are %s', async (tableRows, rows) => {
	const { bytes, path } = await processed({ action: 'tables' }, { tableRows });
	expect((await readXlsxFile(await bytes(`${path}.xlsx`)))[0]?.data).toEqual(rows);
});

test('xlsx and csv of an extractor have a row a record', async () => {
	const { bytes, get, path } = await processed(extractor);
	const { text, headers } = await get(`${path}.csv`);
	expect(headers.get('content-type')).toContain('text/csv');
	const rows = Papa.parse<string[]>(text).data;
	expect(rows[0]).toEqual(['Page', 'Source', 'Signed', 'Remarks', 'Lines']);
	expect(rows).toHaveLength(5);
	expect(rows[4]).toEqual([
		'2',
		'record 2 of two.pdf, page 2',
		'false',
		'',
		expect.stringContaining('model_1'),
	]);
	const [sheet] = await readXlsxFile(await bytes(`${path}.xlsx`));
	expect(sheet?.data[1]?.slice(0, 3)).toEqual(['1', 'record 1 of two.pdf, page 1', 'true']);
});

test.each([
	['transcribe', {}, ['txt', 'docx', 'json'], ['xlsx', 'csv', 'pdf', 'TXT']],
	['tables', { action: 'tables' }, ['xlsx', 'json'], ['txt', 'docx', 'csv']],
	['extractor', extractor, ['xlsx', 'csv', 'json'], ['txt', 'docx']],
] as const)('formats of %s', async (_action, fields, right, wrong) => {
	const { get, path } = await processed(fields);
	for (const format of right) expect((await get(`${path}.${format}`)).status).toBe(200);
	for (const format of wrong) expect((await get(`${path}.${format}`)).status).toBe(400);
});

test('format in the query is ignored', async () => {
	const { get, path } = await processed();
	expect((await get(`${path}?format=xlsx`)).json).toMatchObject({ status: 'processed' });
});

test('text files can be filled up to a size', async () => {
	const settings = { downloadSize: 200_000 };
	const { get, path } = await processed({}, settings);
	const { text, headers } = await get(`${path}.txt`);
	expect(headers.get('content-length')).toBe('200000');
	expect(text).toHaveLength(200_000);
	expect(text.trimEnd()).toMatch(/text of two\.pdf, page 2$/);
	expect((await get(`${path}.json`)).json).toEqual((await get(path)).json);
});

test('records whose field names repeat keep all values', async () => {
	const { token } = await sandbox.createAccount();
	const field = (value: string) => ({
		key: 'line',
		name: 'Line',
		type: 'string',
		array: false,
		value,
	});
	const [document] = await sandbox.control.seedDocuments(token, [
		{
			action: 'extractor',
			results: [{ page_number: 1, extractions: [[field('a'), field('b')], [field('c')]] }],
		},
	]);
	const { text } = await api(`${sandbox.url}/v3`, token).get(`/documents/${document?.id}.csv`);
	expect(text).toBe('Page,Line,Line 2\r\n1,a,b\r\n1,c,');
});
