import { useSandbox } from '../../support/sandbox.mts';
import { open, pdf, png } from './support.mts';
import { until } from '../../support/until.mts';

const sandbox = useSandbox();

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a document', () => {
	test('is processed within the request, and can be fetched again', async () => {
		const { process, get } = await open(sandbox);
		const { status, json } = await process('ocr', { file: await pdf(2), name: 'two.pdf' });
		expect(status).toBe(201);
		expect(json).toMatchObject({
			processing_id: expect.stringMatching(uuid),
			workflow_id: 'ocr',
			workflow_name: 'OCR',
			available_results: ['ocr', 'page-images', 'thumbnail', 'pdf', 'hocr'],
			ocr: {
				pages: [{ fulltext: 'text of two.pdf, page 1' }, { fulltext: 'text of two.pdf, page 2' }],
			},
			page_images: [1, 2].map(
				(page) => `/processing/results/${json.processing_id}/page-images/${page}`,
			),
			thumbnail: `/processing/results/${json.processing_id}/thumbnail`,
		});
		const again = await get(`/processing/results/${json.processing_id}`);
		expect(again.status).toBe(200);
		expect(again.json).toEqual(json);
	});

	test('wait_for=0 answers at once, even when there is nothing to wait for', async () => {
		const { process, get } = await open(sandbox);
		const { status, json } = await process('ocr?wait_for=0');
		expect(status).toBe(202);
		expect(json).toEqual({
			processing_id: expect.stringMatching(uuid),
			url: `/processing/results/${json.processing_id}`,
		});
		expect((await get(`/processing/results/${json.processing_id}`)).status).toBe(200);
	});

	test('a request waits until the processing is finished', async () => {
		const { process, control, token } = await open(sandbox, { settings: { processing: 'manual' } });
		const upload = process('ocr');
		const { id } = await until(async () => (await control.documents(token))[0]);
		await control.finishDocument(token, { id, pages: ['finished by hand'] });
		const { status, json } = await upload;
		expect({ status, text: json.ocr.pages[0]?.fulltext }).toEqual({
			status: 201,
			text: 'finished by hand',
		});
	});

	test('or until the time is over', async () => {
		const { process, get } = await open(sandbox, { settings: { processing: 'manual' } });
		const { status, json } = await process('ocr?wait_for=1');
		expect(status).toBe(202);
		const again = await get(`/processing/results/${json.processing_id}?wait_for=1`);
		expect({ status: again.status, json: again.json }).toEqual({ status: 202, json });
	});

	test('a caller that goes away can fetch the result later', async () => {
		const { process, get, control, token } = await open(sandbox, {
			settings: { processing: 'manual' },
		});
		const aborter = new AbortController();
		const upload = process('ocr?wait_for=180', {}, { signal: aborter.signal }).catch(
			(error: Error) => error.name,
		);
		const { id } = await until(async () => (await control.documents(token))[0]);
		aborter.abort();
		expect(await upload).toBe('AbortError');
		await control.finishDocument(token, { id });
		expect((await get(`/processing/results/${id}`)).status).toBe(200);
	});

	test('include names what the answer carries; what is available stays', async () => {
		const { process, get } = await open(sandbox);
		const { json } = await process('invoice_extraction?include=ocr&include=page-images');
		expect(Object.keys(json)).toEqual([
			'processing_id',
			'workflow_id',
			'workflow_name',
			'available_results',
			'ocr',
			'page_images',
		]);
		expect(json.available_results).toContain('extractions');
		const { json: one } = await get(
			`/processing/results/${json.processing_id}?include=document-splitting&include=language`,
		);
		expect(Object.keys(one)).toEqual([
			'processing_id',
			'workflow_id',
			'workflow_name',
			'available_results',
			'language',
		]);
	});

	test('the journal has the query, the parts and the file', async () => {
		const { process, control, token } = await open(sandbox);
		await process('ocr?include=ocr&include=hocr', { parameters: '{"language":"en"}' });
		const [entry] = await control.requests(token);
		expect(entry).toMatchObject({
			route: 'process',
			path: '/natif-ai/processing/ocr?include=ocr&include=hocr',
			partNames: ['parameters', 'file'],
			fields: { parameters: '{"language":"en"}' },
			fileName: 'letter.png',
			fileSize: png.length,
		});
		expect(await control.documents(token)).toMatchObject([
			{ workflow: 'ocr', parameters: { language: 'en' }, status: 'done' },
		]);
	});
});

test('the part with the parameters may call itself JSON', async () => {
	const { call, control, token } = await open(sandbox);
	const part = (head: string, content: Uint8Array | string): Buffer =>
		Buffer.concat([
			Buffer.from(`--cut\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
			Buffer.from(content),
			Buffer.from('\r\n'),
		]);
	const body = Buffer.concat([
		part('name="parameters"\r\ncontent-type: application/json', '{"language":"de"}'),
		part('name="file"; filename="a.png"\r\ncontent-type: image/png', png),
		Buffer.from('--cut--\r\n'),
	]);
	const { status } = await call('POST', '/processing/ocr', {
		body,
		headers: { 'content-type': 'multipart/form-data; boundary=cut' },
	});
	expect(status).toBe(201);
	expect(await control.documents(token)).toMatchObject([
		{ parameters: { language: 'de' }, fileName: 'a.png' },
	]);
});
