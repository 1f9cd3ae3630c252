import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { useSandbox } from '../../support/sandbox.mts';
import { api, custom, open, pdf } from './support.mts';

const sandbox = useSandbox();

/**
 * Each path of a single result, a workflow that makes it, the content type of its body, and a
 * workflow that does not make it.
 */
const singles: Array<[string, string, RegExp, string | null]> = [
	['ocr', 'ocr', /^application\/json/, null],
	['hocr', 'ocr', /^text\/html/, null],
	['extractions', custom, /^application\/json/, 'ocr'],
	['page-images', 'ocr', /^application\/json/, null],
	['page-images/1', 'ocr', /^image\/jpeg/, null],
	['thumbnail', 'ocr', /^image\/jpeg/, null],
	['document-splitting', 'generic_splitting', /^application\/json/, 'ocr'],
	['sub-pdfs', 'generic_splitting', /^application\/json/, 'ocr'],
	['sub-pdfs/0', 'generic_splitting', /^application\/pdf/, 'ocr'],
	['pdf', 'ocr', /^application\/pdf/, null],
	['language', 'invoice_extraction', /^application\/json/, 'ocr'],
	['ner', 'invoice_extraction', /^application\/json/, custom],
];

describe.each(singles)('/processing/results/{id}/%s', (path, workflow, type, without) => {
	test('gives the result, and says why it does not', async () => {
		const { get, control, token } = await open(sandbox);
		const [done, running, failed] = await control.seedDocuments(token, [
			{ workflow },
			{ workflow, status: 'running' },
			{ workflow, status: 'failed', error: 'It is blank.' },
		]);
		const { status, headers } = await get(`/processing/results/${done?.id}/${path}`);
		expect({ status, type: headers.get('content-type') }).toEqual({
			status: 200,
			type: expect.stringMatching(type),
		});
		expect(await get(`/processing/results/${running?.id}/${path}`)).toMatchObject({
			status: 202,
			json: { processing_id: running?.id, url: `/processing/results/${running?.id}` },
		});
		expect(await get(`/processing/results/${failed?.id}/${path}`)).toMatchObject({
			status: 500,
			json: { detail: 'It is blank.' },
		});
		expect(await get(`/processing/results/${randomUUID()}/${path}`)).toMatchObject({
			status: 404,
			json: { detail: 'Processing not found' },
		});
		expect(await get(`/processing/results/not-a-uuid/${path}`)).toMatchObject({
			status: 422,
			json: { detail: [{ loc: ['path', 'processing_id'] }] },
		});
		expect(
			(await (await open(sandbox)).get(`/processing/results/${done?.id}/${path}`)).status,
		).toBe(403);
		expect((await api(sandbox.url).get(`/processing/results/${done?.id}/${path}`)).status).toBe(
			401,
		);
		if (without === null) return;
		const [other] = await control.seedDocuments(token, [{ workflow: without }]);
		expect(await get(`/processing/results/${other?.id}/${path}`)).toMatchObject({
			status: 404,
			json: { detail: expect.stringMatching(/^Result "/) },
		});
	});
});

test('the single results are those of the full one', async () => {
	const { process, get } = await open(sandbox);
	const { json } = await process('generic_splitting', { file: await pdf(3), name: 'stack.pdf' });
	const path = `/processing/results/${json.processing_id}`;
	expect((await get(`${path}/ocr`)).json).toEqual(json.ocr);
	expect((await get(`${path}/document-splitting`)).json).toEqual(json.document_splitting);
	expect((await get(`${path}/sub-pdfs`)).json).toEqual(json.sub_pdfs);
	expect((await get(`${path}/page-images`)).json).toEqual({ pages: json.page_images });
	expect(json.document_splitting.sub_documents).toEqual([
		{ name: 'sub_document_0', pages: [1, 2] },
		{ name: 'sub_document_1', pages: [3] },
	]);
	expect(json.document_splitting.split_point_confidences).toHaveLength(2);
	expect(json.sub_pdfs).toEqual([`${path}/sub-pdfs/0`, `${path}/sub-pdfs/1`]);
});

test('given results come before made ones', async () => {
	const { get, control, token } = await open(sandbox);
	const results = { extractions: { document_type: 'letter' }, hocr: '<html></html>' };
	const [seeded] = await control.seedDocuments(token, [
		{ workflow: custom, results, pages: ['first', 'second'] },
	]);
	const path = `/processing/results/${seeded?.id}`;
	expect((await get(`${path}/extractions`)).text).toBe('{"document_type":"letter"}');
	expect((await get(`${path}/hocr`)).text).toBe('<html></html>');
	expect((await get(`${path}/ocr`)).json.pages.map(({ fulltext }) => fulltext)).toEqual([
		'first',
		'second',
	]);
});

test('results of the made-up engine: fields and a table, each with its boxes', async () => {
	const { process } = await open(sandbox);
	const { json } = await process(custom, { name: 'a.png' });
	const [page] = json.ocr.pages;
	expect(json.extractions).toMatchObject({
		file: { value: 'a.png' },
		page: { value: '1' },
		table: [
			{ item: { value: 'first of a.png, page 1' }, amount: { value: '1.50' } },
			{ item: { value: 'second' } },
		],
	});
	const [reference] = json.extractions.file?.bbox_refs ?? [];
	expect(page?.bboxes.find(({ id }) => id === reference?.bbox_id)?.text).toBe('a.png');
	const invoice = await process('invoice_extraction', { name: 'a.png' });
	expect(invoice.json.extractions).toMatchObject({
		line_item: [{ total_price: { value: 1.5 } }, { total_price: { value: 2 } }],
		number: null,
	});
});

describe('the shapes that are disputed', () => {
	test('page images as a list, the thumbnail too', async () => {
		const { process, get } = await open(sandbox, {
			settings: { pageImages: 'array', thumbnail: 'list' },
		});
		const { json } = await process('ocr');
		expect((await get(`/processing/results/${json.processing_id}/page-images`)).json).toEqual(
			json.page_images,
		);
		expect(json.thumbnail).toEqual([`/processing/results/${json.processing_id}/thumbnail`]);
	});

	test('the list of sub-PDFs as a map, in objects', async () => {
		const { process, get, control, token } = await open(sandbox);
		const { json } = await process('generic_splitting');
		const [first] = json.sub_pdfs;
		for (const [subPdfs, expected] of [
			['map', { 0: first }],
			['nestedMap', { sub_pdfs: { 0: first } }],
			['objects', [{ name: 'sub_document_0', type: 'application/pdf', url: first }]],
		] as const) {
			await control.updateAccount(token, { settings: { subPdfs } });
			expect((await get(`/processing/results/${json.processing_id}/sub-pdfs`)).json).toEqual(
				expected,
			);
		}
	});

	test('sub-PDFs as JSON with a path', async () => {
		const { process, get } = await open(sandbox, { settings: { subPdf: 'json' } });
		const { json } = await process('generic_splitting');
		const answer = await get(`/processing/results/${json.processing_id}/sub-pdfs/0`);
		expect(Object.keys(answer.json)).toEqual(['url']);
		expect((await get(answer.json.url)).bytes.subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('no PDF', async () => {
		const { process, get } = await open(sandbox, { settings: { pdf: false } });
		const { json } = await process('ocr');
		expect(json.available_results).not.toContain('pdf');
		expect(json).not.toHaveProperty('pdf');
		expect(await get(`/processing/results/${json.processing_id}/pdf`)).toMatchObject({
			status: 404,
			json: { detail: 'Result "pdf" not found' },
		});
	});

	test('results that are gone', async () => {
		const { process, get, control, token } = await open(sandbox, {
			settings: { keepResults: 3600 },
		});
		const { json } = await process('ocr');
		await control.advanceClock(token, 3_599_000 - 10_000);
		expect((await get(`/processing/results/${json.processing_id}`)).status).toBe(200);
		await control.advanceClock(token, 20_000);
		expect((await get(`/processing/results/${json.processing_id}`)).status).toBe(404);
	});
});

describe('page images', () => {
	const size = async (query: string): Promise<[number, number] | number> => {
		const { get, control, token } = await open(sandbox);
		const [done] = await control.seedDocuments(token, [{}]);
		const { status, bytes } = await get(`/processing/results/${done?.id}/page-images/1${query}`);
		if (status !== 200) return status;
		const { width, height } = await sharp(bytes).metadata();
		return [width, height];
	};

	test.each<[string, [number, number] | number]>([
		['', [1240, 1754]],
		['?width=620', [620, 877]],
		['?height=877', [620, 877]],
		['?width=620&height=100', [620, 877]],
		['?width=100&height=877', [620, 877]],
		['?width=5000', [1240, 1754]],
		['?height=9000&width=1', [1240, 1754]],
		['?width=0', 422],
		['?width=-5', 422],
		['?height=many', 422],
	])('%s', async (query, expected) => {
		expect(await size(query)).toEqual(expected);
	});

	test('page 0 is not valid, a page beyond the last is not there', async () => {
		const { get, control, token } = await open(sandbox);
		const [done] = await control.seedDocuments(token, [{ pageCount: 2 }]);
		const path = `/processing/results/${done?.id}/page-images`;
		expect(await get(`${path}/0`)).toMatchObject({
			status: 422,
			json: { detail: [{ loc: ['path', 'page_num'] }] },
		});
		expect(await get(`${path}/x`)).toMatchObject({ status: 422 });
		expect((await get(`${path}/2`)).status).toBe(200);
		expect(await get(`${path}/3`)).toMatchObject({
			status: 404,
			json: { detail: 'Page not found' },
		});
	});

	test('the thumbnail is small', async () => {
		const { get, control, token } = await open(sandbox);
		const [done] = await control.seedDocuments(token, [{}]);
		expect(
			await sharp((await get(`/processing/results/${done?.id}/thumbnail`)).bytes).metadata(),
		).toMatchObject({ width: 141, height: 200 });
	});
});
