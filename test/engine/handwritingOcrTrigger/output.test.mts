import {
	delivery,
	TriggerFixture,
	type TriggerOptions,
	openTrigger,
	SECRET,
	useWorld,
} from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const open = async (parameters: TriggerOptions['parameters'], options: TriggerOptions = {}) =>
	await openTrigger(world, { webhookSecret: SECRET, parameters, ...options });

describe('output', () => {
	it('document: the simple shape', async () => {
		const fixture = await open({});
		const document = await fixture.seed({ fileName: 'letter.png', pageCount: 2 });
		await fixture.announce(document);
		const [run] = await fixture.runs(1);
		expect(run?.items).toEqual([
			{
				json: {
					id: document.id,
					service: 'Handwriting OCR',
					fileName: 'letter.png',
					action: 'transcribe',
					status: 'processed',
					pageCount: 2,
					text: 'text of letter.png, page 1\n\ntext of letter.png, page 2',
					tables: [],
					fields: {},
					records: [],
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('pages and rows: one run with many items', async () => {
		const pages = await open({ output: 'pages' });
		const letter = await pages.seed({ pageCount: 3 });
		await pages.announce(letter);
		const [run] = await pages.runs(1);
		expect(run?.items.map(({ json }) => [json.id, json.pageNumber])).toEqual(
			[1, 2, 3].map((page) => [letter.id, page]),
		);
		const rows = await open({ output: 'rows' });
		await rows.announce(await rows.seed({ action: 'tables' }));
		const [tables] = await rows.runs(1);
		expect(tables?.items.length).toBeGreaterThan(1);
		await rows.announce(await rows.seed({ action: 'extractor' }));
		const [, extracted] = await rows.runs(2);
		expect(extracted?.items.length).toBeGreaterThan(0);
	});

	it('raw: what was delivered, or what the API gives', async () => {
		const fixture = await open({ output: 'raw' });
		const body = {
			id: 'abc123',
			status: 'processed',
			page_count: 1,
			results: [{ page_number: 1, transcript: 'a/b', extra: null }],
			unknown: { kept: [1] },
		};
		expect(await fixture.emitted(body)).toMatchObject([{ json: body }]);
		const { id } = await fixture.seed();
		expect(await fixture.emitted({ id })).toMatchObject([
			{ json: { id, thumbnails: [{ page_number: 1 }], results: [{ page_number: 1 }] } },
		]);
	});

	it.each([
		['document', { status: 'failed', text: '', failureReason: 'too dark' }],
		['pages', { status: 'failed', fileName: 'seeded.pdf', failureReason: 'too dark' }],
		['rows', { status: 'failed', fileName: 'seeded.pdf', failureReason: 'too dark' }],
		['raw', { status: 'failed', file_name: 'seeded.pdf', error_2: 'too dark' }],
	])('%s: one item for a document that failed', async (output, json) => {
		const fixture = await open({ output });
		await fixture.announce(await fixture.seed({ status: 'failed', error: 'too dark' }));
		const [run] = await fixture.runs(1);
		expect(run?.items).toMatchObject([{ json }]);
		expect(run?.items).toHaveLength(1);
	});

	it('raw: a document that failed is emitted also where n8n takes `error` in an item for a failure of the node and runs it again', async () => {
		const fixture = await open({ output: 'raw' });
		const trigger = world.engine.trigger({
			type: 'handwritingOcrTrigger',
			parameters: { output: 'raw' },
			credentials: fixture.account.credentials,
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 0,
		});
		await trigger.activate();
		const { run } = await trigger.deliver(
			delivery({ id: 'abc123', status: 'failed', error: 'too dark' }, SECRET),
		);
		expect((await run)?.items).toMatchObject([{ json: { id: 'abc123', error_2: 'too dark' } }]);
	});

	it('rows without any: no item, and a hint that says why', async () => {
		const fixture = await open({ output: 'rows' });
		await fixture.announce(await fixture.seed());
		const [run] = await fixture.runs(1);
		expect([run?.status, run?.items]).toEqual(['success', []]);
		expect(run?.hints).toMatchObject([{ message: expect.stringContaining('no table rows') }]);
	});

	it('later nodes find the trigger through their items', async () => {
		const account = await world.openAccount({ webhookSecret: SECRET });
		const documentId = { __rl: true, mode: 'id', value: "={{ $('Trigger').item.json.id }}" };
		const nodes = [
			{ type: 'handwritingOcrTrigger', name: 'Trigger', parameters: { output: 'pages' } },
			{ type: 'n8n-nodes-base.noOp', name: 'Between' },
			{ type: 'handwritingOcr', name: 'Get', parameters: { operation: 'get', documentId } },
		];
		const fixture = new TriggerFixture(
			world,
			account,
			world.engine.trigger({ nodes, credentials: account.credentials }),
		);
		const document = await fixture.seed({ pageCount: 2 });
		await fixture.announce(document);
		const [run] = await fixture.runs(1);
		expect(run?.items).toMatchObject([
			{ json: { id: document.id } },
			{ json: { id: document.id } },
		]);
	});
});

describe('options', () => {
	it.each([
		['transcribe', 'txt', 'text/plain'],
		[
			'transcribe',
			'docx',
			'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		],
		['transcribe', 'json', 'application/json'],
		['tables', 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
		['extractor', 'csv', 'text/csv'],
	] as const)(
		'a document of %s comes with its result as %s',
		async (action, downloadFormat, mimeType) => {
			const fixture = await open({ options: { downloadFormat } });
			await fixture.announce(await fixture.seed({ action, fileName: 'scan 1.pdf' }));
			const [run] = await fixture.runs(1);
			const file = run?.items[0]?.binary?.data;
			expect(file).toMatchObject({ fileName: `scan 1.${downloadFormat}`, mimeType });
			expect(file && (await world.engine.readBinary(file)).length).toBeGreaterThan(10);
			expect(await fixture.calls()).toEqual(['download']);
		},
	);

	it('the file comes with the first page, and with an item of its own where there are no rows', async () => {
		const pages = await open({ output: 'pages', options: { downloadFormat: 'txt' } });
		await pages.announce(await pages.seed({ pageCount: 2 }));
		const [run] = await pages.runs(1);
		expect(run?.items.map(({ binary }) => binary?.data?.fileName)).toEqual([
			'seeded.txt',
			undefined,
		]);
		const rows = await open({ output: 'rows', options: { downloadFormat: 'txt' } });
		const { id } = await rows.seed();
		expect(await rows.emitted({ id })).toMatchObject([
			{ json: { id, status: 'processed' }, binary: { data: { fileName: 'seeded.txt' } } },
		]);
	});

	it('a document whose action has no such format comes without a file, and a note says why', async () => {
		const fixture = await open({ options: { downloadFormat: 'txt' } });
		const document = await fixture.seed({ action: 'tables', fileName: 'table.png' });
		await fixture.announce(document);
		const [run] = await fixture.runs(1);
		expect(run?.error).toBeUndefined();
		expect(run?.items).toMatchObject([{ json: { id: document.id } }]);
		expect(run?.items[0]?.binary).toBeUndefined();
		expect(run?.hints).toMatchObject([
			{
				message: expect.stringMatching(
					/"table\.png" comes without a file.*"Extract Tables" has no Text.*Excel \(XLSX\) or JSON/,
				),
			},
		]);
	});

	it('a document that failed comes without a file', async () => {
		const fixture = await open({ options: { downloadFormat: 'txt' } });
		await fixture.announce(await fixture.seed({ status: 'failed' }));
		const [run] = await fixture.runs(1);
		expect(run?.items).toMatchObject([{ json: { status: 'failed' } }]);
		expect(run?.items[0]?.binary).toBeUndefined();
	});

	it('the file of an early delivery is waited for', async () => {
		const fixture = await open({ options: { downloadFormat: 'txt' } });
		const { id } = await fixture.seed({ status: 'processing' });
		const running = fixture.run({
			id,
			file_name: 'early.png',
			status: 'processed',
			page_count: 1,
			results: [{ page_number: 1, transcript: 'early' }],
		});
		await until(async () => (await fixture.calls()).includes('get'));
		await world.sandbox.control.finishDocument(fixture.account.token, { id });
		const { error, items } = await running;
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{ json: { text: 'early' }, binary: { data: { fileName: 'early.txt' } } },
		]);
		expect((await fixture.calls()).filter((route) => route === 'download')).toHaveLength(2);
	});

	it('deletes the document once it is here, with its file', async () => {
		const fixture = await open({ options: { deleteWhenDone: true, downloadFormat: 'txt' } });
		await fixture.announce(await fixture.seed());
		const [run] = await fixture.runs(1);
		expect(run?.items).toMatchObject([
			{ json: { text: 'text of seeded.pdf, page 1' }, binary: { data: {} } },
		]);
		expect(await fixture.calls()).toEqual(['download', 'delete']);
		expect(await world.sandbox.control.documents(fixture.account.token)).toEqual([]);
	});

	it('keeps a document that failed, and one whose file did not come', async () => {
		const fixture = await open({ options: { deleteWhenDone: true, downloadFormat: 'csv' } });
		await fixture.announce(await fixture.seed({ status: 'failed' }));
		await fixture.announce(await fixture.seed());
		const [failed, withoutFile] = await fixture.runs(2);
		expect([failed?.error, withoutFile?.error]).toEqual([undefined, undefined]);
		expect(withoutFile?.hints).toMatchObject([{ message: expect.stringContaining('has no CSV') }]);
		expect(await world.sandbox.control.documents(fixture.account.token)).toHaveLength(2);
	});

	it('tells when the document cannot be deleted, and emits it all the same', async () => {
		const fixture = await open({ options: { deleteWhenDone: true } });
		await world.sandbox.control.addFault({
			token: fixture.account.token,
			route: 'delete',
			status: 403,
			body: { message: 'locked' },
		});
		await fixture.announce(await fixture.seed());
		const [run] = await fixture.runs(1);
		expect(run?.items).toHaveLength(1);
		expect(run?.hints).toMatchObject([
			{ message: expect.stringMatching(/could not be deleted.*locked/) },
		]);
	});

	it('reads a signed document from the API when told so', async () => {
		const fixture = await open({ options: { confirmWithApi: true } });
		const { id } = await fixture.seed();
		expect(
			await fixture.emitted({
				id,
				status: 'processed',
				results: [{ page_number: 1, transcript: 'other' }],
			}),
		).toMatchObject([{ json: { text: 'text of seeded.pdf, page 1' } }]);
		expect(await fixture.calls()).toEqual(['get']);
	});
});
