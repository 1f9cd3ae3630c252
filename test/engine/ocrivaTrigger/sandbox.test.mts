import {
	type TriggerFixture,
	type TriggerOptions,
	itemsOf,
	openTrigger,
	SECRET,
	useWorld,
} from './setup.mts';

const world = useWorld();

const FINISHED = ['document.processed', 'document.failed'] as const;

/** Opens an organization whose dashboard has the trigger's URL. */
async function open(
	webhookSecret: string | undefined,
	{ settings = {}, ...options }: TriggerOptions = {},
): Promise<TriggerFixture> {
	const fixture = await openTrigger(world, {
		webhookSecret,
		settings: { webhookEvents: [...FINISHED], ...settings },
		...options,
	});
	await world.control.updateAccount(fixture.account.token, { webhookUrl: fixture.trigger.url });
	return fixture;
}

/**
 * Uploads samples under these names and does not wait for the results; gives the ids that the
 * answers name.
 */
async function upload({ account }: TriggerFixture, ...names: string[]): Promise<string[]> {
	const { error, items } = await world.upload(
		account,
		{ waitForCompletion: false },
		{ input: await world.named(...names) },
	);
	if (error) throw error;
	return items.map(({ json }) => String(json.id));
}

describe.each([
	['signed', SECRET],
	['not signed', undefined],
])('the sandbox sends webhooks that are %s', (_name, secret) => {
	it('when an upload is processed', async () => {
		const fixture = await open(secret);
		const [id] = await upload(fixture, 'café – 1.png');
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{
				json: {
					id,
					fileName: 'café – 1.png',
					status: 'processed',
					eventType: 'document.processed',
					text: expect.stringContaining('text of café – 1.png, page 1'),
				},
			},
		]);
	});

	it('when a document failed, wherever the reason stands, or nowhere', async () => {
		for (const errorKey of ['error', 'errorMessage', 'message', 'none'] as const) {
			const fixture = await open(secret, { settings: { errorKey } });
			await upload(fixture, 'fail.png');
			const [item] = itemsOf(await fixture.runs(1));
			// The payload has it under `error` in any case.
			const failureReason =
				errorKey === 'none' && secret === undefined ? undefined : 'The document could not be read.';
			expect(item?.json).toMatchObject({ status: 'failed', text: '' });
			expect(item?.json.failureReason).toBe(failureReason);
		}
	});

	it('several times, with one eventId', async () => {
		const fixture = await open(secret, { settings: { webhook: { copies: 3 } } });
		const [id] = await upload(fixture, 'letter.png');
		const runs = await fixture.runs(3);
		expect(runs.map((run) => run?.status)).toEqual(['success', 'success', 'success']);
		expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
	});

	it.each(['processingHistoryId', 'historyId', 'id', 'none'] as const)(
		'without results, with the record under: %s',
		async (recordKey) => {
			const fixture = await open(secret, { settings: { webhook: { results: false, recordKey } } });
			const [id] = await upload(fixture, 'letter.png');
			expect(itemsOf(await fixture.runs(1))).toMatchObject([
				{ json: { id, text: expect.stringContaining('text of letter.png, page 1') } },
			]);
		},
	);

	it('beyond ASCII and with unusual spacing', async () => {
		const fixture = await open(secret, {
			parameters: { output: 'raw' },
			settings: { webhook: { nonAscii: true, spacing: 'unusual' } },
		});
		await upload(fixture, 'letter.png');
		const [item] = itemsOf(await fixture.runs(1));
		expect(item?.json).toMatchObject({
			payload: secret ? { note: 'Größe 5 €, 東京, naïve ✓ 😀' } : { status: 'completed' },
		});
	});

	it('late', async () => {
		const fixture = await open(secret, { settings: { webhook: { delay: 300 } } });
		const [id] = await upload(fixture, 'letter.png');
		expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { id } }]);
	});

	it('before the API shows the document as finished', async () => {
		const fixture = await open(secret, { settings: { webhook: { early: 400, results: false } } });
		const [id] = await upload(fixture, 'letter.png');
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{ json: { id, status: 'processed', text: expect.stringContaining('letter.png') } },
		]);
	});

	it('where the answer to an upload names the upload, not the record', async () => {
		const fixture = await open(secret, {
			settings: { uploadIdIs: 'upload', webhook: { recordKey: 'none', results: false } },
		});
		await upload(fixture, 'letter.png');
		const [record] = await world.control.documents(fixture.account.token);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { id: record?.id } }]);
	});

	it('for every event of a batch', async () => {
		const events = [
			'document.uploaded',
			'document.processed',
			'document.failed',
			'batch.uploaded',
			'batch.completed',
		] as const;
		const fixture = await open(secret, {
			parameters: { events: [...events] },
			settings: { webhookEvents: [...events] },
		});
		const { error } = await world.uploadBatch(
			fixture.account,
			{ waitForCompletion: false },
			{ input: await world.named('a.png', 'fail.png') },
		);
		expect(error).toBeUndefined();
		const runs = await fixture.runs(6);
		expect(runs.map((run) => run?.error)).toEqual(runs.map(() => undefined));
		const types = itemsOf(runs).map(({ json }) => json.eventType);
		expect(types.sort()).toEqual([
			'batch.completed',
			'batch.uploaded',
			'document.failed',
			'document.processed',
			'document.uploaded',
			'document.uploaded',
		]);
		const batch = itemsOf(runs).find(({ json }) => json.eventType === 'batch.completed');
		expect(batch?.json.payload).toMatchObject({
			totalFiles: 2,
			completedFiles: 1,
			failedFiles: 1,
			status: 'completed',
		});
	});

	it('for a new template', async () => {
		const fixture = await open(secret, {
			parameters: { events: ['template.created'] },
			settings: { webhookEvents: ['template.created'] },
		});
		const { account } = fixture;
		const template = {
			name: 'Receipts',
			description: 'x',
			templateSchema: {},
			projectId: account.project,
		};
		const { status } = await fetch(`${world.sandbox.url}/ocriva/v1/openapi/templates`, {
			method: 'POST',
			headers: {
				'x-api-key': account.token,
				accept: 'application/json',
				'content-type': 'application/json',
			},
			body: JSON.stringify(template),
		});
		expect(status).toBe(201);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{
				json: {
					eventType: 'template.created',
					projectId: account.project,
					payload: { name: 'Receipts' },
				},
			},
		]);
	});
});

describe('the sandbox sends webhooks with', () => {
	it.each(['valid', 'prefixed', 'upperCase'] as const)(
		'the signature written as: %s',
		async (signature) => {
			const fixture = await open(SECRET, {
				settings: { webhook: { signature, nonAscii: true, spacing: 'unusual' } },
			});
			const [id] = await upload(fixture, 'letter.png');
			expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { id } }]);
			expect(await fixture.calls()).toEqual(['upload']);
		},
	);

	it.each(['none', 'wrongSecret'] as const)(
		'a signature that does not do: %s',
		async (signature) => {
			const fixture = await open(SECRET, {
				settings: { webhook: { signature, retries: 1, retryDelay: 20 } },
			});
			await upload(fixture, 'letter.png');
			expect(await fixture.runs(2)).toEqual([undefined, undefined]);
			expect(await world.control.deliveries(fixture.account.token)).toMatchObject([
				{ status: 401 },
				{ status: 401 },
			]);
		},
	);

	it('a signature of its own although the user has set no secret', async () => {
		const fixture = await open(undefined);
		await world.control.updateAccount(fixture.account.token, { webhookSecret: SECRET });
		const [id] = await upload(fixture, 'letter.png');
		expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { id } }]);
	});

	it('a repeat after an answer that was lost', async () => {
		const fixture = await open(SECRET);
		const { id } = await fixture.seed();
		const event = { documentId: id, eventId: 'evt_1_again' };
		for (const _ of [1, 2]) expect(await fixture.announce(event)).toBe(200);
		expect(itemsOf(await fixture.runs(2))).toMatchObject([{ json: { id } }]);
	});
});
