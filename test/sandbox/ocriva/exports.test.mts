import { PDFiumLibrary } from '@hyzyla/pdfium';
import { strFromU8, unzipSync } from 'fflate';
import Papa from 'papaparse';
import { pdf } from '../support/api.mts';
import { ocrivaSandbox, uploadForm, type Answer } from './support.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** What each format is, and a part of its content. */
const kinds = [
	['json', 'application/json', 'json', '"text":"text of letter.png, page 1"'],
	['text', 'text/plain', 'txt', 'text of letter.png, page 1'],
	['xml', 'application/xml', 'xml', '<text>text of letter.png, page 1</text>'],
	['html', 'text/html', 'html', '<td>first of letter.png, page 1</td>'],
	['csv', 'text/csv', 'csv', '"first of letter.png, page 1",1.50'],
	['pdf', 'application/pdf', 'pdf', '%PDF-1.'],
	['docx', docx, 'docx', 'PK'],
] as const;

function shape({ status, headers }: Answer): object {
	return {
		status,
		type: headers.get('content-type')?.replace(/;.*/, ''),
		disposition: headers.get('content-disposition'),
	};
}

test.each(kinds)('%s', async (format, type, suffix, content) => {
	const { process, project } = await sandbox.open();
	const { id } = await process();
	const answer = await project.get(`/processing-history/${id}/result?format=${format}`);
	expect(shape(answer)).toEqual({
		status: 200,
		type,
		disposition: `attachment; filename="letter.${suffix}"`,
	});
	expect(answer.bytes.toString('latin1')).toContain(content);
});

test.each([
	['Full page', 'application/json'],
	['Plain text', 'text/plain'],
	['Price list', 'text/csv'],
	['Letters', docx],
	['Print', 'application/pdf'],
	['Web page', 'text/html'],
	['Exchange', 'application/xml'],
])('without a format that of the template counts (%s)', async (name, type) => {
	const { account, organization, template } = await sandbox.open();
	const templateId = template(name);
	const projectId =
		account.templates.find((candidate) => candidate.templateId === templateId)?.projectId ?? '';
	const [{ id } = { id: '' }] = await sandbox
		.of('ocriva')
		.seedDocuments(account.token, [{ fileName: 'letter.png', templateId }]);
	const answer = await organization.get(`/processing-history/${id}/result?projectId=${projectId}`);
	expect(shape(answer)).toMatchObject({ status: 200, type });
});

test('without a format and a template it is JSON', async () => {
	const { process, project } = await sandbox.open();
	const { id, processingResult } = await process();
	const answer = await project.get(`/processing-history/${id}/result`);
	expect(answer.json).toEqual(processingResult);
});

test('a file in each format can be read back', async () => {
	const { project, control, token } = await sandbox.open();
	const processingResult = {
		'Order no.': '7 & "8"',
		total: 12.5,
		paid: null,
		seller: { name: 'Größe <GmbH>' },
		items: [
			{ name: 'Apples, red', price: 4.2 },
			{ name: 'Pears', note: 'two\nlines' },
		],
	};
	await control.seedDocuments(token, [{ id: 'order', fileName: 'Größe.pdf', processingResult }]);
	const file = (format: string): Promise<Answer> =>
		project.get(`/processing-history/order/result?format=${format}`);
	expect((await file('json')).json).toEqual(processingResult);
	expect(Papa.parse((await file('csv')).text).data).toEqual([
		['name', 'price', 'note'],
		['Apples, red', '4.2', ''],
		['Pears', '', 'two\nlines'],
	]);
	expect((await file('text')).text).toBe(
		'Order no.: 7 & "8"\ntotal: 12.5\npaid: \nname: Größe <GmbH>\nname\tprice\tnote\nApples, red\t4.2\t\nPears\t\ttwo\nlines',
	);
	expect((await file('xml')).text).toContain(
		'<field name="Order no.">7 &amp; &quot;8&quot;</field><total>12.5</total><paid></paid><seller><name>Größe &lt;GmbH&gt;</name></seller>',
	);
	expect((await file('html')).text).toContain('<th>name</th><th>price</th><th>note</th>');
	const { bytes, headers } = await file('pdf');
	expect(headers.get('content-disposition')).toBe(
		`attachment; filename="Gr__e.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf`,
	);
	const document = await (await PDFiumLibrary.init()).loadDocument(new Uint8Array(bytes));
	const page = document.getPage(0).getText();
	for (const text of ['Order no.: 7 & "8"', 'Größe <GmbH>', 'Apples, red'])
		expect(page).toContain(text);
	const word = unzipSync(new Uint8Array((await file('docx')).bytes))['word/document.xml'];
	const words = strFromU8(word ?? new Uint8Array()).replace(/<[^>]+>/g, ' ');
	for (const text of [
		'Order no.: 7 &amp; &quot;8&quot;',
		'Größe &lt;GmbH&gt;',
		'Apples, red',
		'4.2',
	])
		expect(words).toContain(text);
});

test('a result without rows is a row of its own as CSV, a text is a text', async () => {
	const { project, control, token } = await sandbox.open();
	await control.seedDocuments(token, [
		{ id: 'single', processingResult: { a: 1, b: { c: 'x' } } },
		{ id: 'text', processingResult: 'only text' },
	]);
	expect((await project.get('/processing-history/single/result?format=csv')).text).toBe(
		'a,b.c\r\n1,x',
	);
	expect((await project.get('/processing-history/text/result?format=text')).text).toBe('only text');
	expect((await project.get('/processing-history/text/result?format=json')).json).toEqual({
		text: 'only text',
	});
});

test('an unknown format is refused, and so is what has no result', async () => {
	const { project, process, first, control, token } = await sandbox.open();
	const { id } = await process();
	const { status, json } = await project.get(`/processing-history/${id}/result?format=xlsx`);
	expect({ status, message: json.message }).toEqual({
		status: 400,
		message: ['format must be one of the following values: json, text, xml, html, csv, pdf, docx'],
	});
	const failed = await process({ fileName: 'fail.png' });
	await control.updateAccount(token, { settings: { processing: 'manual' } });
	const pending = await project.upload(uploadForm({ projectId: first.id }));
	for (const unfinishedExportStatus of [400, 404] as const) {
		await control.updateAccount(token, { settings: { unfinishedExportStatus } });
		for (const record of [failed.id, pending.json.id]) {
			expect((await project.get(`/processing-history/${record}/result?format=json`)).status).toBe(
				unfinishedExportStatus,
			);
		}
	}
});

test('files of text can be made large', async () => {
	const { project, process } = await sandbox.open({ settings: { downloadSize: 3_000_000 } });
	const { id, processingResult } = await process();
	const answer = await project.get(`/processing-history/${id}/result?format=json`);
	expect([answer.bytes.length, answer.headers.get('content-length')]).toEqual([
		3_000_000,
		'3000000',
	]);
	expect(answer.json).toEqual(processingResult);
});

test('a PDF has all its pages in the result', async () => {
	const { process } = await sandbox.open();
	const { processingResult } = await process(
		{ fileName: 'two.pdf', fileType: 'pdf', mimeType: 'application/pdf' },
		await pdf(2),
	);
	expect(processingResult).toMatchObject({
		pages: [{ pageNumber: 1, text: 'text of two.pdf, page 1' }, { pageNumber: 2 }],
	});
});
