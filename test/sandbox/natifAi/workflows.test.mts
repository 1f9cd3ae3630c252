import { useSandbox } from '../../support/sandbox.mts';
import { custom, open, pdf } from './support.mts';

const sandbox = useSandbox();

type Listed = {
	workflow_id: string;
	name: string;
	image: string;
	permissions: string[];
	retrievable_results: string[];
	visibility: string;
};

async function list(query = ''): Promise<Listed[]> {
	const { get } = await open(sandbox);
	return JSON.parse((await get(`/processing/workflows${query}`)).text);
}

describe('workflows', () => {
	test('all of them', async () => {
		const workflows = await list();
		expect(workflows.map(({ workflow_id }) => workflow_id)).toEqual([
			'ocr',
			'ocr_with_handwriting',
			'invoice_extraction',
			'delivery_note_extraction',
			'generic_splitting',
			custom,
		]);
		expect(
			workflows
				.filter(({ permissions }) => !permissions.includes('process'))
				.map(({ workflow_id }) => workflow_id),
		).toEqual(['delivery_note_extraction']);
		expect(workflows.at(-1)).toMatchObject({ visibility: 'custom', name: 'Fields and Tables' });
		expect(workflows[4]?.retrievable_results).toEqual(
			expect.arrayContaining(['document-splitting', 'sub-pdfs']),
		);
	});

	test('with a limit, and in German', async () => {
		expect(await list('?limit=2')).toHaveLength(2);
		expect((await list('?locale=de-DE'))[2]?.name).toBe('Rechnungsextraktion');
		const { get } = await open(sandbox);
		for (const limit of ['0', 'x'])
			expect(await get(`/processing/workflows?limit=${limit}`)).toMatchObject({
				status: 422,
				json: { detail: [{ loc: ['query', 'limit'] }] },
			});
	});

	test('a host without the list', async () => {
		const { get } = await open(sandbox, { settings: { workflowList: false } });
		expect(await get('/processing/workflows')).toMatchObject({
			status: 404,
			json: { detail: 'Not Found' },
		});
	});

	test('picture and description', async () => {
		const { get } = await open(sandbox);
		const [first] = await list();
		expect((await get(first?.image ?? '')).headers.get('content-type')).toBe('image/png');
		expect((await get('/processing/workflows/mystery/image')).status).toBe(404);
		expect(JSON.parse((await get('/processing/ocr/openapi')).text)).toMatchObject({
			openapi: '3.0.2',
			info: { title: 'OCR' },
			security: [{ ApiKey: [] }],
		});
		expect((await get('/processing/mystery/openapi')).status).toBe(404);
	});
});

describe('usage', () => {
	const today = new Date().toISOString().slice(0, 10);

	test('counts what the account has processed', async () => {
		const { process, get } = await open(sandbox);
		await process('invoice_extraction', { file: await pdf(3) });
		await process('invoice_extraction');
		await process('invoice_extraction', { name: 'fail.png' });
		await process('ocr');
		const entries = JSON.parse(
			(await get(`/processing/invoice_extraction/usage/daily?start=${today}&extended=true`)).text,
		);
		expect(entries[0]).toEqual({
			date: today,
			which: 'invoice_extraction',
			processed_credits: 30,
			num_documents: 2,
			num_pages: 4,
			average_time_per_page: expect.any(Number),
		});
		const short = JSON.parse(
			(await get(`/processing/ocr/usage/daily?start=${today}&end=${today}`)).text,
		);
		expect(short).toEqual([{ date: today, which: 'ocr', processed_credits: 1 }]);
	});

	test.each([
		[
			'hourly',
			'start=2026-05-04T09Z&end=2026-05-04T11Z',
			['2026-05-04T09Z', '2026-05-04T10Z', '2026-05-04T11Z'],
		],
		['daily', 'start=2026-02-27&end=2026-03-01', ['2026-02-27', '2026-02-28', '2026-03-01']],
		['weekly', 'start=2025-W52&end=2026-W02', ['2025-W52', '2026-W01', '2026-W02']],
		['monthly', 'start=2025-12&end=2026-01', ['2025-12', '2026-01']],
	])('%s: one entry a unit of time', async (interval, query, dates) => {
		const { get, control, token } = await open(sandbox);
		await control.seedDocuments(token, [
			{ createdAt: '2026-05-04T10:59:59Z' },
			{ createdAt: '2026-02-28T23:00:00Z' },
			{ createdAt: '2025-12-31T12:00:00Z' },
		]);
		const entries: Array<{ date: string; num_documents: number }> = JSON.parse(
			(await get(`/processing/ocr/usage/${interval}?${query}&extended=true`)).text,
		);
		expect(entries.map(({ date }) => date)).toEqual(dates);
		expect(entries.map(({ num_documents }) => num_documents).reduce((a, b) => a + b)).toBe(1);
	});

	test.each([
		['hourly', '', 'start'],
		['hourly', 'start=2026-05-04', 'start'],
		['hourly', 'start=2026-05-04T24Z', 'start'],
		['hourly', 'start=2026-05-04T09Z&end=2026-05-05T10Z', 'end'],
		['daily', 'start=2026-02-30', 'start'],
		['daily', 'start=2026-01-01&end=2026-02-01', 'end'],
		['daily', 'start=2026-01-02&end=2026-01-01', 'end'],
		['weekly', 'start=2026-W54', 'start'],
		['weekly', 'start=2026-W01&end=2026-W40', 'end'],
		['monthly', 'start=2026-13', 'start'],
		['monthly', 'start=2025-01&end=2026-02', 'end'],
	])('422: %s %s', async (interval, query, name) => {
		const { get } = await open(sandbox);
		expect(await get(`/processing/ocr/usage/${interval}?${query}`)).toMatchObject({
			status: 422,
			json: { detail: [{ loc: ['query', name] }] },
		});
	});

	test('of no workflow', async () => {
		const { get } = await open(sandbox);
		expect((await get(`/processing/mystery/usage/daily?start=${today}`)).status).toBe(404);
	});
});

describe('the older /documents', () => {
	type Record = {
		uuid: string;
		processing_status: string;
		filename_origin: string;
		num_pages: number;
	};

	test('lists, newest first, and filters', async () => {
		const { get, control, token } = await open(sandbox);
		const seeds = [
			{ fileName: 'a.pdf', createdAt: '2026-01-01T00:00:00Z', pageCount: 3 },
			{
				fileName: 'b.pdf',
				createdAt: '2026-02-01T00:00:00Z',
				status: 'failed' as const,
				workflow: 'invoice_extraction',
			},
			{ fileName: 'c.pdf', createdAt: '2026-03-01T00:00:00Z', status: 'running' as const },
		];
		await control.seedDocuments(token, seeds);
		const names = async (query: string): Promise<string[]> =>
			(JSON.parse((await get(`/documents${query}`)).text) as Record[]).map(
				({ filename_origin }) => filename_origin,
			);
		expect(await names('')).toEqual(['c.pdf', 'b.pdf', 'a.pdf']);
		expect(await names('/?limit=2')).toEqual(['c.pdf', 'b.pdf']);
		expect(await names('?date_from=2026-02-01T00:00:00Z')).toEqual(['c.pdf', 'b.pdf']);
		expect(await names('?date_to=2026-02-01T00:00:00Z')).toEqual(['b.pdf', 'a.pdf']);
		expect(await names('?status=Success')).toEqual(['a.pdf']);
		expect(await names('?status=pending')).toEqual(['c.pdf']);
		expect(await names('?process_definition_key=invoice_extraction')).toEqual(['b.pdf']);
		expect(JSON.parse((await get('/documents?status=success')).text)).toMatchObject([
			{ processing_status: 'success', num_pages: 3, created_at: '2026-01-01T00:00:00.000Z' },
		]);
		for (const wrong of ['limit=0', 'date_from=yesterday', 'status=odd'])
			expect((await get(`/documents?${wrong}`)).status).toBe(422);
		await control.updateAccount(token, { settings: { documentList: false } });
		expect(await names('')).toEqual([]);
	});

	test('deletes', async () => {
		const { process, get, call } = await open(sandbox);
		const { json } = await process('ocr');
		const path = `/documents/${json.processing_id}`;
		expect((await (await open(sandbox)).call('DELETE', path)).status).toBe(403);
		expect((await call('DELETE', path)).status).toBe(204);
		expect((await call('DELETE', path)).status).toBe(404);
		expect((await call('DELETE', '/documents/x')).status).toBe(422);
		expect((await get(`/processing/results/${json.processing_id}`)).status).toBe(404);
	});
});
