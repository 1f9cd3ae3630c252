import sharp from 'sharp';
import { useSandbox } from '../../support/sandbox.mts';
import { custom, open, pdfOfImages, sample, type Leaf, type OcrPage } from './support.mts';

/** The server with its real OCR engine. */
const sandbox = useSandbox({ engine: 'tesseract' });

/** The words that a leaf points to. */
function pointedAt(leaf: Leaf | undefined, pages: OcrPage[]): string {
	return (leaf?.bbox_refs ?? [])
		.map(
			({ page_num, bbox_id }) => pages[page_num - 1]?.bboxes.find(({ id }) => id === bbox_id)?.text,
		)
		.join(' ');
}

test('a letter: its text, its boxes on the page image, and the same as hOCR', async () => {
	const { process, get } = await open(sandbox);
	const { json } = await process('ocr_with_handwriting', { file: sample('letter.png') });
	const [page] = json.ocr.pages;
	expect(page?.fulltext).toContain('photograph of Grandmother');
	const { width, height } = await sharp((await get(json.page_images[0] ?? '')).bytes).metadata();
	expect({ width: page?.width, height: page?.height }).toEqual({ width, height });
	expect(page?.bboxes.map(({ id }) => id)).toEqual(page?.bboxes.map((_, index) => index + 1));
	for (const { x1, y1, x2, y2 } of page?.bboxes ?? []) {
		expect(x1 >= 0 && y1 >= 0 && x1 < x2 && y1 < y2 && x2 <= width && y2 <= height).toBe(true);
	}
	const { text } = await get(`/processing/results/${json.processing_id}/hocr`);
	expect(text).toContain(`bbox 0 0 ${width} ${height}; ppageno 0`);
	const words = [
		...text.matchAll(
			/<span class="ocrx_word" id="[^"]+" title="bbox (\d+) (\d+) (\d+) (\d+); x_wconf \d+">([^<]*)</g,
		),
	];
	expect(words.map(([, x1, y1, x2, y2]) => [x1, y1, x2, y2].map(Number))).toEqual(
		page?.bboxes.map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2]),
	);
	expect(words.map(([, , , , , word]) => word)).toContain('Grandmother');
});

test('a form: fields with the boxes of their values', async () => {
	const { process } = await open(sandbox);
	const { json } = await process(custom, { file: sample('form.png') });
	expect(json.extractions).toMatchObject({
		document_type: 'custom_extraction',
		first_name: { value: 'Marta' },
		town: { value: 'Ashford' },
	});
	expect(pointedAt(json.extractions.street, json.ocr.pages)).toBe(json.extractions.street?.value);
});

test('a table: its rows with their columns as keys', async () => {
	const { process } = await open(sandbox);
	const { json } = await process(custom, { file: sample('table.png') });
	const rows = json.extractions.table as unknown as Array<Record<string, Leaf>>;
	expect(rows).toHaveLength(6);
	expect(rows[0]).toMatchObject({
		item: { value: 'Apples' },
		boxes: { value: '12' },
		price: { value: '4.20' },
		sold_to: { value: 'Green Bakery' },
	});
	expect(pointedAt(rows[0]?.sold_to, json.ocr.pages)).toBe('Green Bakery');
});

test('a receipt: vendor, date, items and total', async () => {
	const { process } = await open(sandbox);
	const { json } = await process('invoice_extraction', { file: sample('receipt.jpg') });
	expect(json.extractions).toMatchObject({
		schema_version: 2,
		document_type: 'invoice',
		vendor: { name: { value: 'The Corner Cafe' }, address: { value: '12 Harbour Street' } },
		date: { value: '20 October', validation_problem: true, note: 'the year is missing' },
		gross_amount: { value: 38.2 },
		line_item: [
			{ quantity: { value: 2 }, description: { value: 'Cappuccino' }, total_price: { value: 7.6 } },
			{},
			{},
			{},
		],
		number_of_line_items: { value: 4 },
		currency: null,
	});
	expect(pointedAt(json.extractions.gross_amount, json.ocr.pages)).toBe('38.20');
	expect(json).toMatchObject({
		language: { iso_639_1: 'en' },
		ner: { groupings: { line_item: [{}, {}, {}, {}] } },
	});
});

test('a stack of two documents is split, a document of two pages is not', async () => {
	const { process, get } = await open(sandbox);
	const file = await pdfOfImages(sample('table.png'), sample('letter.png'));
	const { json } = await process('generic_splitting', { file, name: 'stack.pdf' });
	expect(json.document_splitting).toEqual({
		schema_version: 1,
		sub_documents: [
			{ name: 'sub_document_0', pages: [1] },
			{ name: 'sub_document_1', pages: [2] },
		],
		split_point_confidences: [0.95],
	});
	const again = await process('ocr', {
		file: (await get(json.sub_pdfs[1] ?? '')).bytes,
		name: 'letter.pdf',
	});
	expect(again.json.ocr.pages).toHaveLength(1);
	expect(again.json.ocr.pages[0]?.fulltext).toContain('Dear Rosa');
	const one = await process('generic_splitting', {
		file: sample('two-pages.pdf'),
		name: 'recipe.pdf',
	});
	expect(one.json.document_splitting.sub_documents).toEqual([
		{ name: 'sub_document_0', pages: [1, 2] },
	]);
});

test('a broken file fails', async () => {
	const { process } = await open(sandbox);
	const { status, json } = await process('ocr', {
		file: sample('two-pages.pdf').subarray(0, 2000),
		name: 'half.pdf',
	});
	expect({ status, json }).toEqual({ status: 500, json: { detail: expect.stringMatching(/\w/) } });
});
