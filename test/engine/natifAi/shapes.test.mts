import type { INodeExecutionData } from 'n8n-workflow';
import { startFileServer } from '../../support/fileServer.mts';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const seed = async (account: OpenedAccount, workflow = 'ocr') =>
	await world.seed(account, { fileName: 'stack.pdf', pageCount: 3, workflow });

/** The name, type and first bytes of an item's file. */
const fileOf = async ({ binary }: INodeExecutionData) => {
	const file = binary?.data;
	if (!file) throw new Error('the item has no file');
	const content = await world.engine.readBinary(file);
	return { name: file.fileName, type: file.mimeType, begin: content.toString('latin1', 0, 4) };
};

const pdf = (name: string) => ({ name, type: 'application/pdf', begin: '%PDF' });

describe('where the sources disagree', () => {
	it.each(['object', 'array'] as const)('the list of page images is an %s', async (pageImages) => {
		const account = await world.openAccount({ settings: { pageImages } });
		const id = await seed(account);
		expect((await world.result(account, 'getPageImages', id)).items).toMatchObject([
			{ json: { pageNumber: 1 } },
			{ json: { pageNumber: 2 } },
			{ json: { pageNumber: 3 } },
		]);
		expect((await world.result(account, 'downloadPageImage', id)).items).toHaveLength(3);
	});

	it.each(['map', 'nestedMap', 'objects'] as const)('the sub-PDFs are %s', async (subPdfs) => {
		const account = await world.openAccount({ settings: { subPdfs } });
		const id = await seed(account, 'generic_splitting');
		const path = (number: number) => `/processing/results/${id}/sub-pdfs/${number}`;
		expect((await world.result(account, 'getSubPdfs', id)).items.map(({ json }) => json)).toEqual([
			{ id, subPdf: 0, path: path(0) },
			{ id, subPdf: 1, path: path(1) },
		]);
		const { items, error } = await world.result(account, 'downloadSubPdf', id);
		expect(error).toBeUndefined();
		expect(await Promise.all(items.map(async (item) => await fileOf(item)))).toMatchObject([
			pdf('stack_0.pdf'),
			pdf('stack_1.pdf'),
		]);
	});

	it.each(['pdf', 'json'] as const)('a sub-PDF is %s', async (subPdf) => {
		const account = await world.openAccount({ settings: { subPdf } });
		const { items, error } = await world.result(
			account,
			'downloadSubPdf',
			await seed(account, 'generic_splitting'),
		);
		expect(error).toBeUndefined();
		expect(await Promise.all(items.map(async (item) => await fileOf(item)))).toMatchObject([
			pdf('stack_0.pdf'),
			pdf('stack_1.pdf'),
		]);
	});

	it('a sub-PDF is JSON without a path to a file, which is passed on', async () => {
		const account = await world.openAccount();
		const id = await seed(account, 'generic_splitting');
		await world.control.addFault({
			token: account.token,
			route: 'subPdf',
			status: 200,
			body: { pages: [1, 2], format: 'A4' },
		});
		const { items } = await world.result(account, 'downloadSubPdf', id, { subPdf: '0' });
		expect(items).toEqual([
			{ json: { id, subPdf: 0, pages: [1, 2], format: 'A4' }, pairedItem: { item: 0 } },
		]);
	});

	it('sub-PDFs are counted from 1', async () => {
		const account = await world.openAccount();
		const id = await seed(account, 'generic_splitting');
		await world.control.addFault({
			token: account.token,
			route: 'subPdfs',
			status: 200,
			body: [`/processing/results/${id}/sub-pdfs/1`],
		});
		const { items } = await world.result(account, 'downloadSubPdf', id, { subPdf: '1' });
		expect(items).toMatchObject([{ json: { subPdf: 1 } }]);
	});

	it('there is no PDF with a text layer', async () => {
		const account = await world.openAccount({ settings: { pdf: false } });
		const { error } = await world.result(account, 'downloadPdf', await seed(account));
		expect(error).toMatchObject({
			message: 'The PDF is not available for this account or workflow [item 0]',
			description:
				'The service has announced PDFs with a text layer and does not give them everywhere. Page images and OCR are there instead.',
		});
	});

	it.each([
		['JSON', { body: { detail: 'gone' } }],
		['a login page', { html: '<html><body>Please log in</body></html>' }],
	])('hOCR is none when %s comes', async (_case, answer) => {
		const account = await world.openAccount();
		const id = await seed(account);
		await world.control.addFault({ token: account.token, route: 'hocr', status: 200, ...answer });
		const { items, error } = await world.result(account, 'getHocr', id);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^The service answered with /);
	});

	it.each([
		['names nothing else', (id: string) => ({ body: { processing_id: id } })],
		['names its address alone', (id: string) => ({ body: { url: `/processing/results/${id}` } })],
		[
			'has it in a header',
			(id: string) => ({ body: {}, headers: { location: `/processing/results/${id}` } }),
		],
	])('an upload that is answered by 201 and %s is waited for', async (_case, answerOf) => {
		const id = '0c1d2e3f-1111-4222-8333-444455556666';
		const result = {
			processing_id: id,
			workflow_id: 'ocr',
			available_results: ['ocr'],
			ocr: { pages: [{ width: 1, height: 1, bboxes: [], fulltext: 'hello' }] },
		};
		const { body, headers = {} } = { headers: {}, ...answerOf(id) };
		const server = await startFileServer({
			'/processing/ocr': (_request, response) =>
				response.writeHead(201, headers).end(JSON.stringify(body)),
			[`/processing/results/${id}`]: (_request, response) =>
				response.writeHead(200).end(JSON.stringify(result)),
		});
		try {
			const credentials = { natifAiApi: { apiKey: 'abcdefgh', baseUrl: server.url } };
			const { items } = await world.process(
				{ credentials },
				{},
				{ input: await world.sampleItems('letter.png') },
			);
			expect(items).toMatchObject([{ json: { id, text: 'hello', status: 'processed' } }]);
			expect(server.requests.filter(({ path }) => path === '/processing/ocr')).toHaveLength(1);
		} finally {
			await server.stop();
		}
	});

	it('a result that there is not is explained without fetching all others', async () => {
		const account = await world.openAccount();
		const id = await seed(account);
		const { error } = await world.result(account, 'getDocumentSplitting', id);
		expect(error?.message).toBe('The workflow "ocr" makes no document splitting [item 0]');
		expect((await world.requests(account, 'result')).map(({ path }) => path)).toEqual([
			expect.stringMatching(/\?include=thumbnail&wait_for=0$/),
		]);
	});
});
