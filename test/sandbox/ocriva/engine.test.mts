import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { bmp } from './files.mts';
import { ocrivaSandbox } from './support.mts';

/** The server with its real OCR engine; how well that reads is tested beside the engine. */
let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox({ engine: 'tesseract' });
});

afterAll(() => sandbox.stop());

const sample = (name: string): Promise<Buffer> =>
	readFile(join(import.meta.dirname, '../../../sandbox/samples', name));

test('a letter comes back as text, and as a file', async () => {
	const { process, project, template } = await sandbox.open();
	const text = await process({ templateId: template('Plain text') }, await sample('letter.png'));
	expect(text.processingResult).toEqual(expect.stringContaining('photograph of Grandmother'));
	const file = await project.get(`/processing-history/${text.id}/result`);
	expect([file.headers.get('content-type'), file.text]).toEqual([
		'text/plain; charset=utf-8',
		text.processingResult,
	]);
});

test('a form fills the fields of its template', async () => {
	const { process, template } = await sandbox.open();
	const { processingResult } = await process(
		{ templateId: template('Membership form') },
		await sample('form.png'),
	);
	expect(processingResult).toMatchObject({
		firstName: 'Marta',
		lastName: 'Holloway',
		town: 'Ashford',
	});
});

test('a table becomes rows', async () => {
	const { process, project, template } = await sandbox.open();
	const { id, processingResult } = await process(
		{ templateId: template('Price list') },
		await sample('table.png'),
	);
	expect(processingResult).toMatchObject({
		items: expect.arrayContaining([
			expect.objectContaining({ Item: 'Pears', Boxes: '10', Price: '6.20' }),
		]),
	});
	expect((await project.get(`/processing-history/${id}/result`)).text).toMatch(
		/^Item,Boxes,Price,Sold to\r\n/,
	);
});

test('without a template everything is there, page by page', async () => {
	const { process } = await sandbox.open();
	const pdf = { fileName: 'two-pages.pdf', fileType: 'pdf', mimeType: 'application/pdf' };
	const { processingResult } = await process(pdf, await sample('two-pages.pdf'));
	expect(processingResult).toMatchObject({
		text: expect.stringContaining('How to make it'),
		pages: [{ pageNumber: 1 }, { pageNumber: 2, text: expect.stringContaining('How to make it') }],
	});
});

test('a BMP is read', async () => {
	const image = await loadImage(await sample('receipt.jpg'));
	const canvas = createCanvas(image.width, image.height);
	canvas.getContext('2d').drawImage(image, 0, 0);
	const { process, template } = await sandbox.open();
	const { processingResult } = await process(
		{ fileName: 'receipt.bmp', templateId: template('Plain text') },
		bmp(canvas),
	);
	expect(processingResult).toEqual(expect.stringContaining('Harbour Street'));
});

test.each([
	['PDF', Buffer.from('%PDF-1.7\nnothing more')],
	['BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(40)])],
])('a file that only begins like a %s fails', async (_name, file) => {
	const { process } = await sandbox.open();
	expect(await process({ fileName: 'broken' }, file)).toMatchObject({
		status: 'failed',
		error: expect.any(String),
	});
});
