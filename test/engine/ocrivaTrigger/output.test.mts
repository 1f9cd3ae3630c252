import {
	type TriggerOptions,
	TriggerFixture,
	itemsOf,
	openTrigger,
	SECRET,
	useWorld,
} from './setup.mts';

const world = useWorld();

const ALL_OF_DOCUMENTS = ['document.uploaded', 'document.processed', 'document.failed'];

const open = async (parameters: TriggerOptions['parameters'], options: TriggerOptions = {}) =>
	await openTrigger(world, {
		webhookSecret: SECRET,
		parameters: { events: ALL_OF_DOCUMENTS, ...parameters },
		...options,
	});

const RESULT = {
	vendor: 'ACME',
	total: 12.5,
	lines: [
		{ item: 'Pen', amount: 2 },
		{ item: 'Ink', amount: 7 },
	],
};

describe.each([
	['signed', SECRET],
	['not signed', undefined],
])('deliveries that are %s', (_name, webhookSecret) => {
	it.each(['document', 'pages', 'rows'])(
		'%s: what Record > Get gives, with the event',
		async (output) => {
			const fixture = await open({ output }, { webhookSecret });
			const { id, uploadId } = await fixture.seed({
				fileName: 'invoice.pdf',
				processingResult: RESULT,
			});
			const { items } = await world.record(fixture.account, 'get', { recordId: id, output });
			expect(items.length).toBeGreaterThan(0);
			const event = output === 'document' ? { eventType: 'document.processed' } : {};
			expect(
				await fixture.emitted(
					fixture.event('document.processed', {
						id: uploadId,
						historyId: id,
						fileName: 'invoice.pdf',
						status: 'completed',
						processingResult: RESULT,
					}),
				),
			).toEqual(
				items.map(({ json }) => ({
					json: { ...json, ...event },
					pairedItem: { item: 0 },
				})),
			);
		},
	);

	it('pages: one run with many items', async () => {
		const fixture = await open({ output: 'pages' }, { webhookSecret });
		const processingResult = {
			pages: [
				{ pageNumber: 1, text: 'one' },
				{ pageNumber: 2, text: 'two' },
			],
		};
		const { id } = await fixture.seed({ processingResult });
		await fixture.announce({ documentId: id });
		expect(
			itemsOf(await fixture.runs(1)).map(({ json }) => [json.id, json.pageNumber, json.text]),
		).toEqual([
			[id, 1, 'one'],
			[id, 2, 'two'],
		]);
	});

	it.each([
		[
			'document',
			{
				status: 'failed',
				text: '',
				failureReason: 'too dark',
				eventType: 'document.failed',
			},
		],
		[
			'pages',
			{
				status: 'failed',
				fileName: 'seeded.pdf',
				failureReason: 'too dark',
				eventType: 'document.failed',
			},
		],
		[
			'rows',
			{
				status: 'failed',
				fileName: 'seeded.pdf',
				failureReason: 'too dark',
				eventType: 'document.failed',
			},
		],
		['raw', { eventType: 'document.failed', payload: { status: 'failed', error: 'too dark' } }],
	])('%s: one item for a document that failed', async (output, json) => {
		const fixture = await open({ output }, { webhookSecret });
		await fixture.announce({
			documentId: (await fixture.seed({ status: 'failed', error: 'too dark' })).id,
		});
		const [run] = await fixture.runs(1);
		expect(run?.items).toMatchObject([{ json }]);
		expect(run?.items).toHaveLength(1);
	});

	it.each(['document', 'pages', 'rows'])(
		'%s: one item for a document that has arrived',
		async (output) => {
			const fixture = await open({ output }, { webhookSecret });
			const { id, uploadId } = await fixture.seed({ status: 'pending' });
			const run = await fixture.run(
				fixture.event('document.uploaded', {
					id: uploadId,
					fileName: 'seeded.pdf',
					fileSize: 7,
					status: 'uploaded',
				}),
			);
			// A signed delivery names the upload alone; the API knows the record.
			expect(run.items).toMatchObject([
				{
					json: {
						id: webhookSecret ? uploadId : id,
						fileName: 'seeded.pdf',
						status: 'queued',
						eventType: 'document.uploaded',
					},
				},
			]);
			expect(run.hints).toEqual([]);
		},
	);

	it('rows without any: no item, and a hint that says why', async () => {
		const fixture = await open({ output: 'rows' }, { webhookSecret });
		await fixture.announce({
			documentId: (await fixture.seed({ processingResult: 'a plain text' })).id,
		});
		const [run] = await fixture.runs(1);
		expect([run?.status, run?.items]).toEqual(['success', []]);
		expect(run?.hints).toMatchObject([{ message: expect.stringContaining('no table rows') }]);
	});
});

describe('raw', () => {
	it('is the envelope unchanged when it is signed, and costs no request', async () => {
		const fixture = await open({ output: 'raw' });
		for (const type of ALL_OF_DOCUMENTS) {
			const event = fixture.event(
				type,
				{ id: 'abc123', unknown: { kept: [1, null, 'é'] } },
				{ more: true },
			);
			expect(await fixture.emitted(event)).toEqual([{ json: event, pairedItem: { item: 0 } }]);
		}
		expect(await fixture.calls()).toEqual([]);
	});

	it('has the record of the API in the same place when it is not signed', async () => {
		const fixture = await open({ output: 'raw' }, { webhookSecret: undefined });
		const { id, uploadId } = await fixture.seed({ processingResult: RESULT });
		const [item] = await fixture.emitted(
			fixture.event('document.processed', {
				id: uploadId,
				processingHistoryId: id,
				injected: 'forged',
			}),
		);
		expect(item?.json).toMatchObject({
			eventType: 'document.processed',
			eventId: null,
			projectId: fixture.account.project,
			payload: { id, uploadId, priority: 'medium', processingResult: RESULT },
		});
		expect(item?.json.payload).not.toHaveProperty('injected');
	});
});

it('later nodes find the trigger through their items', async () => {
	const account = await world.openAccount({ webhookSecret: SECRET });
	const recordId = { __rl: true, mode: 'id', value: "={{ $('Trigger').item.json.id }}" };
	const nodes = [
		{ type: 'ocrivaTrigger', name: 'Trigger', parameters: { output: 'pages' } },
		{ type: 'n8n-nodes-base.noOp', name: 'Between' },
		{
			type: 'ocriva',
			name: 'Get',
			parameters: {
				resource: 'record',
				operation: 'get',
				projectId: { __rl: true, mode: 'id', value: account.project },
				recordId,
			},
		},
	];
	const fixture = new TriggerFixture(
		world,
		account,
		world.engine.trigger({ nodes, credentials: account.credentials }),
	);
	const { id } = await fixture.seed({ processingResult: { pages: ['one', 'two'] } });
	await fixture.announce({ documentId: id });
	const [run] = await fixture.runs(1);
	expect(run?.error).toBeUndefined();
	expect(run?.items).toMatchObject([{ json: { id } }, { json: { id } }]);
});
