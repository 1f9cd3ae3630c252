import {
	type DoorbellOptions,
	Doorbell,
	itemsOf,
	openDoorbell,
	SECRET,
	useWorld,
} from './setup.mts';

const world = useWorld();

const ALL_OF_DOCUMENTS = ['document.uploaded', 'document.processed', 'document.failed'];

const open = async (parameters: DoorbellOptions['parameters'], options: DoorbellOptions = {}) =>
	await openDoorbell(world, {
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
			const doorbell = await open({ output }, { webhookSecret });
			const { id, uploadId } = await doorbell.seed({
				fileName: 'invoice.pdf',
				processingResult: RESULT,
			});
			const { items } = await world.record(doorbell.account, 'get', { recordId: id, output });
			expect(items.length).toBeGreaterThan(0);
			const dates =
				output === 'document' && webhookSecret ? { createdAt: null, updatedAt: null } : {};
			const event = output === 'document' ? { eventType: 'document.processed' } : {};
			expect(
				await doorbell.emitted(
					doorbell.event('document.processed', {
						id: uploadId,
						historyId: id,
						fileName: 'invoice.pdf',
						status: 'completed',
						processingResult: RESULT,
					}),
				),
			).toEqual(
				items.map(({ json }) => ({
					json: { ...json, ...dates, ...event },
					pairedItem: { item: 0 },
				})),
			);
		},
	);

	it('pages: one run with many items', async () => {
		const doorbell = await open({ output: 'pages' }, { webhookSecret });
		const processingResult = {
			pages: [
				{ pageNumber: 1, text: 'one' },
				{ pageNumber: 2, text: 'two' },
			],
		};
		const { id } = await doorbell.seed({ processingResult });
		await doorbell.announce({ documentId: id });
		expect(
			itemsOf(await doorbell.runs(1)).map(({ json }) => [json.id, json.pageNumber, json.text]),
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
				pages: [],
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
		const doorbell = await open({ output }, { webhookSecret });
		await doorbell.announce({
			documentId: (await doorbell.seed({ status: 'failed', error: 'too dark' })).id,
		});
		const [run] = await doorbell.runs(1);
		expect(run?.items).toMatchObject([{ json }]);
		expect(run?.items).toHaveLength(1);
	});

	it.each(['document', 'pages', 'rows'])(
		'%s: one item for a document that has arrived',
		async (output) => {
			const doorbell = await open({ output }, { webhookSecret });
			const { id, uploadId } = await doorbell.seed({ status: 'pending' });
			const run = await doorbell.run(
				doorbell.event('document.uploaded', {
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
						status: webhookSecret ? 'uploaded' : 'pending',
						eventType: 'document.uploaded',
					},
				},
			]);
			expect(run.hints).toEqual([]);
		},
	);

	it('rows without any: no item, and a hint that says why', async () => {
		const doorbell = await open({ output: 'rows' }, { webhookSecret });
		await doorbell.announce({
			documentId: (await doorbell.seed({ processingResult: 'a plain text' })).id,
		});
		const [run] = await doorbell.runs(1);
		expect([run?.status, run?.items]).toEqual(['success', []]);
		expect(run?.hints).toMatchObject([{ message: expect.stringContaining('no table rows') }]);
	});
});

describe('raw', () => {
	it('is the envelope unchanged when it is signed, and costs no request', async () => {
		const doorbell = await open({ output: 'raw' });
		for (const type of ALL_OF_DOCUMENTS) {
			const event = doorbell.event(
				type,
				{ id: 'abc123', unknown: { kept: [1, null, 'é'] } },
				{ more: true },
			);
			expect(await doorbell.emitted(event)).toEqual([{ json: event, pairedItem: { item: 0 } }]);
		}
		expect(await doorbell.calls()).toEqual([]);
	});

	it('has the record of the API in the same place when it is not signed', async () => {
		const doorbell = await open({ output: 'raw' }, { webhookSecret: undefined });
		const { id, uploadId } = await doorbell.seed({ processingResult: RESULT });
		const [item] = await doorbell.emitted(
			doorbell.event('document.processed', {
				id: uploadId,
				processingHistoryId: id,
				injected: 'forged',
			}),
		);
		expect(item?.json).toMatchObject({
			eventType: 'document.processed',
			eventId: null,
			projectId: doorbell.account.project,
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
	const doorbell = new Doorbell(
		world,
		account,
		world.engine.trigger({ nodes, credentials: account.credentials }),
	);
	const { id } = await doorbell.seed({ processingResult: { pages: ['one', 'two'] } });
	await doorbell.announce({ documentId: id });
	const [run] = await doorbell.runs(1);
	expect(run?.error).toBeUndefined();
	expect(run?.items).toMatchObject([{ json: { id } }, { json: { id } }]);
});
