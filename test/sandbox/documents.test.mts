import { useSandbox } from '../support/sandbox.mts';
import { clientsOf, pdf, uploadForm } from './support/api.mts';
import { until } from '../support/until.mts';

const sandbox = useSandbox();
const client = clientsOf(sandbox);

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const short = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

describe('the way of a document', () => {
	test('queued, processing, processed', async () => {
		const { upload, get, token } = await client({
			settings: { parallel: 1, processingTime: 60_000 },
		});
		const first = (await upload()).json.id;
		const second = (await upload()).json.id;
		const hasStatus = async (id: string, status: string): Promise<void> => {
			const { json } = await until(async () => {
				const answer = await get(`/documents/${id}`);
				return answer.json.status === status ? answer : undefined;
			});
			expect('results' in json).toBe(status === 'processed');
		};
		await hasStatus(first, 'processing');
		await hasStatus(second, 'queued');
		await sandbox.control.updateAccount(token, { settings: { processingTime: 0 } });
		await sandbox.control.finishDocument(token, { id: first });
		await hasStatus(first, 'processed');
		await hasStatus(second, 'processed');
	});

	test('no more documents in process than the account allows', async () => {
		const { upload, token } = await client({ settings: { parallel: 2, processingTime: 100 } });
		for (let count = 0; count < 5; count += 1) await upload();
		await until(async () => {
			const documents = await sandbox.control.documents(token);
			expect(documents.filter(({ status }) => status === 'processing').length).toBeLessThanOrEqual(
				2,
			);
			return documents.every(({ status }) => status === 'processed') ? true : undefined;
		});
	});

	test('with a spread each document takes longer by a share of its own, the same at each upload', async () => {
		const { upload, token } = await client({ settings: { processingSpread: 400 } });
		for (const name of ['a.png', 'b.png', 'a.png']) await upload(uploadForm({}, undefined, name));
		const [a, b, again] = await until(async () => {
			const documents = await sandbox.control.documents(token);
			return documents.every(({ status }) => status === 'processed') ? documents : undefined;
		});
		// sha256 of "a.png" and "b.png" begin with 7f and 5f: shares of 0.49 and 0.37. Timers may be a
		// millisecond early.
		for (const [document, least] of [
			[a, 195],
			[b, 145],
			[again, 195],
		] as const) {
			expect((document?.updatedAt ?? 0) - (document?.createdAt ?? 0)).toBeGreaterThanOrEqual(least);
		}
	});

	test('a finished transcription as documented', async () => {
		const { process } = await client();
		const document = await process(uploadForm({}, await pdf(2), 'café.pdf'));
		expect(document).toEqual({
			id: expect.any(String),
			file_name: 'café.pdf',
			action: 'transcribe',
			page_count: 2,
			status: 'processed',
			results: [
				{ page_number: 1, transcript: 'text of café.pdf, page 1' },
				{ page_number: 2, transcript: 'text of café.pdf, page 2' },
			],
			thumbnails: [1, 2].map((page) => ({
				page_number: page,
				url: `${sandbox.url}/v3/document/${document.id}/image-${page}.jpg`,
			})),
			automatically_deleted_at: expect.stringMatching(short),
			created_at: expect.stringMatching(iso),
			updated_at: expect.stringMatching(iso),
		});
	});

	test('thumbnails and dates can be missing', async () => {
		const { process } = await client({ settings: { thumbnails: 'first', detailDates: false } });
		const document = await process(uploadForm({}, await pdf(2), 'two.pdf'));
		expect(document.thumbnails).toHaveLength(1);
		expect(Object.keys(document)).toEqual([
			'id',
			'file_name',
			'action',
			'page_count',
			'status',
			'results',
			'thumbnails',
		]);
		const bare = await (await client({ settings: { thumbnails: 'none' } })).process();
		expect(bare).not.toHaveProperty('thumbnails');
	});

	test('tables with rows as arrays, without rows, and as cells', async () => {
		const table = async (tableRows: 'arrays' | 'empty' | 'cells') =>
			(await (await client({ settings: { tableRows } })).process(uploadForm({ action: 'tables' })))
				.results[0];
		const counts = {
			rowCount: 3,
			columnCount: 2,
			tableNumber: 1,
			hasHeaderRow: true,
			headerContent: ['Item', 'Amount'],
		};
		const rows = [
			['Item', 'Amount'],
			['first of letter.png, page 1', '1.50'],
			['second', '2.00'],
		];
		expect(await table('arrays')).toEqual({
			page_number: 1,
			tables: [{ rows, ...counts }],
			key_value_pairs: [
				{ key: 'File', value: 'letter.png' },
				{ key: 'Page', value: '1' },
			],
		});
		expect((await table('empty'))?.tables).toEqual([{ rows: [], ...counts }]);
		expect((await table('cells'))?.tables[0]).toMatchObject({
			row_count: 3,
			column_count: 2,
			rows: [
				{
					row_index: 0,
					cells: [
						{ column_index: 0, content: 'Item' },
						{ column_index: 1, content: 'Amount' },
					],
				},
				{},
				{},
			],
		});
	});

	test('an extractor gives records of fields, with a boolean, a null and a nested list', async () => {
		const { results } = await (
			await client()
		).process(uploadForm({ action: 'extractor', extractor_id: 'Abc123def456' }));
		const records = results[0]?.extractions ?? [];
		expect(records).toHaveLength(2);
		expect(records[0]).toEqual([
			{
				key: 'source',
				name: 'Source',
				type: 'string',
				array: false,
				value: 'record 1 of letter.png, page 1',
			},
			{ key: 'signed', name: 'Signed', type: 'boolean', array: false, value: true },
			{ key: 'remarks', name: 'Remarks', type: 'string', array: false, value: null },
			{ key: 'lines', name: 'Lines', type: 'list', array: true, value: expect.any(Array) },
		]);
		expect(records[1]?.[1]?.value).toBe(false);
		expect(records[0]?.[3]).toHaveProperty('value.1.0', {
			key: 'model_1',
			name: 'Model',
			type: 'string',
			value: 'B',
		});
	});

	test.each([
		[uploadForm({}, undefined, 'this will fail.png')],
		[uploadForm({ action: 'extractor', extractor_id: 'failing' })],
	])('a failure is a status of a 200, its pages are not paid', async (form) => {
		const { process, get, token } = await client({ balance: 5 });
		const document = await process(form);
		expect(document).toMatchObject({ status: 'failed', error: expect.any(String) });
		expect(document).not.toHaveProperty('results');
		expect((await get('/users/me')).json.balance).toBe(5);
		await sandbox.control.updateAccount(token, { settings: { error: false } });
		expect((await get(`/documents/${document.id}`)).json).not.toHaveProperty('error');
	});

	test('a credit a page is taken when the document is processed', async () => {
		const { upload, get, token } = await client({
			balance: 10,
			settings: { processing: 'manual' },
		});
		const { id } = (await upload(uploadForm({}, await pdf(3), 'three.pdf'))).json;
		expect((await get('/users/me')).json.balance).toBe(10);
		await sandbox.control.finishDocument(token, { id });
		expect((await get('/users/me')).json.balance).toBe(7);
		await sandbox.control.finishDocument(token, { id, status: 'failed' });
		expect((await get('/users/me')).json.balance).toBe(10);
	});
});

describe('while it is pending', () => {
	test('200 with a status on the JSON route, 202 with an empty body when set so', async () => {
		const { upload, get, token } = await client({ settings: { processing: 'manual' } });
		const { id } = (await upload()).json;
		expect((await get(`/documents/${id}`)).json.status).toBe('queued');
		await sandbox.control.updateAccount(token, { settings: { pendingStatus: 202 } });
		expect(await get(`/documents/${id}`)).toMatchObject({ status: 202, text: '' });
	});

	test('202 on the file route, 400 before that for a format that does not fit', async () => {
		const { upload, get } = await client({ settings: { processing: 'manual' } });
		const { id } = (await upload()).json;
		expect((await get(`/documents/${id}.txt`)).status).toBe(202);
		expect((await get(`/documents/${id}.json`)).status).toBe(202);
		expect((await get(`/documents/${id}.xlsx`)).status).toBe(400);
	});

	test.each([
		['zero', 0],
		['null', null],
		['real', 2],
	] as const)('page_count can be %s', async (pendingPageCount, shown) => {
		const { upload, get } = await client({ settings: { processing: 'manual', pendingPageCount } });
		const { id } = (await upload(uploadForm({}, await pdf(2), 'two.pdf'))).json;
		expect((await get(`/documents/${id}`)).json.page_count).toBe(shown);
		expect((await get('/documents')).json.documents[0]?.page_count).toBe(shown);
	});

	test('a failed document on the file route answers as set', async () => {
		const { process, get, token } = await client();
		const { id } = await process(uploadForm({}, undefined, 'fail.png'));
		expect((await get(`/documents/${id}.txt`)).status).toBe(202);
		await sandbox.control.updateAccount(token, { settings: { failedDownloadStatus: 500 } });
		expect((await get(`/documents/${id}.txt`)).status).toBe(500);
	});
});
