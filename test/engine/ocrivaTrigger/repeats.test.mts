import { delivery, type TriggerFixture, itemsOf, openTrigger, SECRET, useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const HOUR = 3_600_000;

afterEach(() => jest.restoreAllMocks());

/**
 * Lets the node believe that time has passed; what it keeps in memory for moments is gone, as after
 * a restart.
 */
function later(milliseconds: number): void {
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
}

const runsOf = async (fixture: TriggerFixture, bodies: object[]) => {
	const deliveries = await Promise.all(
		bodies.map(async (body) => await fixture.trigger.deliver(delivery(body, fixture.secret))),
	);
	expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]));
	return await Promise.all(deliveries.map(async ({ run }) => await run));
};

const RESULT = { processingResult: { text: 'text' } };

describe.each([
	['signed', SECRET],
	['not signed', undefined],
])('deliveries that are %s', (_name, webhookSecret) => {
	const open = async (parameters = {}) => await openTrigger(world, { webhookSecret, parameters });

	it('pass once at the same moment, also as the first of a trigger', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		const event = fixture.event('document.processed', { id, ...RESULT });
		const runs = await runsOf(
			fixture,
			Array.from({ length: 20 }, () => event),
		);
		expect(runs.map((run) => run?.error)).toEqual(runs.map(() => undefined));
		expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
	});

	it('pass once when they come again after an hour', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		const event = fixture.event('document.processed', { id, ...RESULT });
		expect(await fixture.emitted(event)).toHaveLength(1);
		later(HOUR);
		expect(await fixture.emitted(event)).toEqual([]);
		expect(await fixture.emitted({ ...event, payload: { ...event.payload, more: 1 } })).toEqual([]);
	});

	it('pass once each when many documents finish together, some delivered twice', async () => {
		const fixture = await open();
		const ids = Array.from(
			{ length: webhookSecret ? 200 : 36 },
			(_, index) => `${webhookSecret ? 's' : 'u'}${String(index).padStart(9, '0')}`,
		);
		await world.control.seedDocuments(
			fixture.account.token,
			ids.map((id) => ({ id })),
		);
		const events = ids.map((id) => fixture.event('document.processed', { id, ...RESULT }));
		const runs = await runsOf(
			fixture,
			webhookSecret ? [...events, ...events.slice(0, 40)] : [...events, ...events.slice(0, 4)],
		);
		expect(runs.map((run) => run?.error)).toEqual(runs.map(() => undefined));
		expect(
			itemsOf(runs)
				.map(({ json }) => json.id)
				.sort(),
		).toEqual(ids);
		later(HOUR);
		expect(itemsOf(await runsOf(fixture, events.slice(-10)))).toEqual([]);
	});

	it('pass each time when the option says so', async () => {
		const fixture = await open({ options: { ignoreDuplicates: false } });
		const { id } = await fixture.seed();
		const event = fixture.event('document.processed', { id, ...RESULT });
		expect(itemsOf(await runsOf(fixture, [event, event]))).toHaveLength(2);
	});

	it('pass for a failure and for the success that follows it', async () => {
		const fixture = await open();
		const { id } = await fixture.seed({ status: 'failed', error: 'too dark' });
		expect(await fixture.emitted(fixture.event('document.failed', { id }))).toMatchObject([
			{ json: { status: 'failed' } },
		]);
		await world.control.finishDocument(fixture.account.token, { id });
		expect(
			await fixture.emitted(fixture.event('document.processed', { id, ...RESULT })),
		).toMatchObject([{ json: { status: 'processed' } }]);
	});

	it('pass for the upload, the batch and the end of one document', async () => {
		const events = ['document.uploaded', 'document.processed', 'batch.uploaded', 'batch.completed'];
		const fixture = await open({ events });
		const id = webhookSecret ? 'sameid0001' : 'sameid0002';
		await fixture.seed({ id, batchId: id });
		const runs = await runsOf(
			fixture,
			events.map((type) => fixture.event(type, { id, ...RESULT })),
		);
		expect(
			itemsOf(runs)
				.map(({ json }) => json.eventType)
				.sort(),
		).toEqual([...events].sort());
	});

	it('pass again after a run that failed', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		await world.control.addFault({
			token: fixture.key,
			route: 'get',
			status: 403,
			times: null,
			body: { statusCode: 403, message: 'not now', error: 'Forbidden' },
		});
		const event = fixture.event('document.processed', { id });
		expect((await fixture.run(event)).error?.message).toContain('not now');
		await world.control.clearFaults(fixture.key);
		later(HOUR);
		expect(await fixture.emitted(event)).toMatchObject([{ json: { id } }]);
	});

	it('are known for each trigger by itself', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		const event = fixture.event('document.processed', { id, ...RESULT });
		expect(await fixture.emitted(event)).toHaveLength(1);
		const second = world.engine.trigger({
			type: 'ocrivaTrigger',
			credentials: fixture.account.credentials,
		});
		const { run } = await second.deliver(delivery(event, webhookSecret));
		expect((await run)?.items).toHaveLength(1);
	});
});

it('a signed event is known by its eventId alone: another event of the same document passes', async () => {
	const fixture = await openTrigger(world, { webhookSecret: SECRET });
	const events = [1, 2].map(() =>
		fixture.event('document.processed', { id: 'again00001', ...RESULT }),
	);
	expect(itemsOf(await runsOf(fixture, [...events, ...events]))).toHaveLength(2);
});

it("without a secret a stranger's eventId makes no repeat and hides none", async () => {
	const fixture = await openTrigger(world);
	const [first, second] = [await fixture.seed(), await fixture.seed()];
	const events = [first, second, first].map(({ id }, index) => ({
		...fixture.event('document.processed', { id }),
		eventId: index === 2 ? 'evt_2_other' : 'evt_1_same',
	}));
	expect(
		itemsOf(await runsOf(fixture, events))
			.map(({ json }) => json.id)
			.sort(),
	).toEqual([first.id, second.id].sort());
});

it('without a secret the record counts, whichever of its ids is delivered', async () => {
	const fixture = await openTrigger(world);
	const { id, uploadId } = await fixture.seed();
	const runs = await runsOf(
		fixture,
		[{ id }, { id: uploadId }, { historyId: id }].map((payload) =>
			fixture.event('document.processed', payload),
		),
	);
	expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
});

it('an early delivery without a secret and the same again when the document is finished pass once', async () => {
	const fixture = await openTrigger(world);
	const { id } = await fixture.seed({ status: 'queued' });
	const early = fixture.run(fixture.event('document.processed', { id }));
	await until(async () => (await fixture.calls()).length >= 2);
	await world.control.finishDocument(fixture.account.token, { id });
	const again = await fixture.run(fixture.event('document.processed', { id }));
	expect(itemsOf([await early, again])).toMatchObject([{ json: { id } }]);
});

it('a worker drops what the main process marked as delivered a moment ago, before the record knows it', async () => {
	const fixture = await openTrigger(world, { webhookSecret: SECRET });
	const event = fixture.event('document.processed', { id: 'aB3dE6gH9j', ...RESULT });
	const spec = {
		type: 'ocrivaTrigger',
		credentials: fixture.account.credentials,
		mode: 'webhook' as const,
	};
	const emit = async (repeated: boolean) =>
		(
			await world.engine.run({
				...spec,
				input: [{ json: { repeated, source: 'delivery', event } }],
			})
		).items;
	expect(await emit(true)).toEqual([]);
	expect(await emit(false)).toHaveLength(1);
});
