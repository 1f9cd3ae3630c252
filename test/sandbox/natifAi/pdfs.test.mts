import { PDFiumLibrary } from '@hyzyla/pdfium';
import { startSandbox, type TestSandbox } from '../../support/sandbox.mts';
import { open, pdf } from './support.mts';

let sandbox: TestSandbox;
let pdfium: PDFiumLibrary;

beforeAll(async () => {
	[sandbox, pdfium] = await Promise.all([startSandbox(), PDFiumLibrary.init()]);
});

afterAll(async () => {
	pdfium.destroy();
	await sandbox.stop();
});

/** Text and size in points of each page. */
async function read(
	bytes: Buffer,
): Promise<Array<{ text: string; width: number; height: number }>> {
	const document = await pdfium.loadDocument(bytes);
	const pages = [...document.pages()].map((page) => {
		const { originalWidth, originalHeight } = page.getOriginalSize();
		return {
			text: page.getText().replace(/\s+/g, ' ').trim(),
			width: Math.round(originalWidth),
			height: Math.round(originalHeight),
		};
	});
	document.destroy();
	return pages;
}

async function stack(pages: number) {
	const client = await open(sandbox);
	const { json } = await client.process('generic_splitting', {
		file: await pdf(pages),
		name: 'my stack.pdf',
	});
	return { ...client, json, path: `/processing/results/${json.processing_id}` };
}

test('the PDF has all pages, with their words in a layer of text', async () => {
	const { get, path } = await stack(2);
	const { bytes, headers } = await get(`${path}/pdf`);
	expect(headers.get('content-disposition')).toBe('attachment; filename="my_stack.pdf"');
	// 1240 x 1754 pixels at 220 dpi.
	expect(await read(bytes)).toEqual(
		[1, 2].map((page) => ({ text: `text of my stack.pdf, page ${page}`, width: 406, height: 574 })),
	);
});

test('each sub-PDF has the pages of its document', async () => {
	const { get, json } = await stack(3);
	const texts = await Promise.all(
		json.sub_pdfs.map(async (path) =>
			(await read((await get(path)).bytes)).map(({ text }) => text),
		),
	);
	expect(texts).toEqual([
		['text of my stack.pdf, page 1', 'text of my stack.pdf, page 2'],
		['text of my stack.pdf, page 3'],
	]);
});

test('a sub-PDF that is not there', async () => {
	const { get, path } = await stack(1);
	expect(await get(`${path}/sub-pdfs/1`)).toMatchObject({
		status: 404,
		json: { detail: 'Sub PDF not found' },
	});
	expect(await get(`${path}/sub-pdfs/-1`)).toMatchObject({
		status: 422,
		json: { detail: [{ loc: ['path', 'page_num'] }] },
	});
});

test('paper and resolution as asked', async () => {
	const { get, path } = await stack(1);
	const size = async (query: string) =>
		(await read((await get(`${path}/pdf?${query}`)).bytes)).map(({ width, height }) => [
			width,
			height,
		]);
	expect(await size('page_height=297&page_width=210&pdfa_compliant=true')).toEqual([[595, 842]]);
	expect(await size('dpi=72&jpeg_quality=90&image_width=600')).toEqual([[1240, 1754]]);
});

test.each([
	['jpeg_quality=0', 'jpeg_quality'],
	['jpeg_quality=101', 'jpeg_quality'],
	['image_height=49', 'image_height'],
	['image_width=10001', 'image_width'],
	['page_height=601&page_width=60', 'page_height'],
	['page_height=200', 'page_width'],
	['page_width=200', 'page_height'],
	['dpi=601', 'dpi'],
	['pdfa_compliant=perhaps', 'pdfa_compliant'],
])('422: %s', async (query, name) => {
	const { get, path } = await stack(1);
	for (const file of ['pdf', 'sub-pdfs/0']) {
		expect(await get(`${path}/${file}?${query}`)).toMatchObject({
			status: 422,
			json: { detail: [{ loc: ['query', name] }] },
		});
	}
});
