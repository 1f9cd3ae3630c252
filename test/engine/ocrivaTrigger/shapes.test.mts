import { delivery, type TriggerFixture, openTrigger, SECRET, useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

let fixture: TriggerFixture;

const DELIVERED = { text: 'delivered text' };

beforeAll(async () => {
	fixture = await openTrigger(world, { webhookSecret: SECRET });
});

type Ids = { id: string; uploadId: string };
type Shape = [
	name: string,
	payload: (ids: Ids) => object,
	text: 'delivered text' | 'text of the API',
	calls: string[],
];

const shapes: Shape[] = [
	[
		'all of it',
		({ id, uploadId }) => ({
			id: uploadId,
			processingHistoryId: id,
			status: 'completed',
			processingResult: DELIVERED,
		}),
		'delivered text',
		[],
	],
	[
		'the id under "historyId"',
		({ id, uploadId }) => ({
			id: uploadId,
			historyId: id,
			status: 'completed',
			processingResult: DELIVERED,
		}),
		'delivered text',
		[],
	],
	[
		'the id under "id"',
		({ id }) => ({ id, status: 'completed', processingResult: DELIVERED }),
		'delivered text',
		[],
	],
	['no status', ({ id }) => ({ id, processingResult: DELIVERED }), 'delivered text', []],
	[
		'another word for the status',
		({ id }) => ({ id, status: 'processed', processingResult: DELIVERED }),
		'delivered text',
		[],
	],
	[
		'a status of another kind',
		({ id }) => ({ id, status: { code: 3 }, processingResult: DELIVERED }),
		'delivered text',
		[],
	],
	[
		'a text as result',
		({ id }) => ({ id, status: 'completed', processingResult: 'delivered text' }),
		'delivered text',
		[],
	],
	[
		"no result, the record's id",
		({ id, uploadId }) => ({ id: uploadId, processingHistoryId: id, status: 'completed' }),
		'text of the API',
		['get'],
	],
	['no result, the id under "id"', ({ id }) => ({ id }), 'text of the API', ['get']],
	[
		'a result that is null',
		({ id }) => ({ id, processingResult: null }),
		'text of the API',
		['get'],
	],
	[
		"no result, the upload's id alone",
		({ uploadId }) => ({ id: uploadId, fileName: 'seeded.pdf' }),
		'text of the API',
		['get', 'list'],
	],
];

it.each(shapes)(
	'understands or completes a payload with %s',
	async (_name, payload, text, calls) => {
		const { id, uploadId } = await fixture.seed({ processingResult: { text: 'text of the API' } });
		await world.control.clearRequests(fixture.key);
		expect(
			await fixture.emitted(fixture.event('document.processed', payload({ id, uploadId }))),
		).toMatchObject([{ json: { id, text, eventType: 'document.processed' } }]);
		expect(await fixture.calls()).toEqual(calls);
	},
);

it('an upload is found when the lists have no results, and when they begin with the oldest', async () => {
	const short = await openTrigger(world, {
		webhookSecret: SECRET,
		settings: { resultInLists: false, order: 'oldest' },
	});
	await world.control.seedDocuments(
		short.account.token,
		Array.from({ length: 120 }, (_, index) => ({
			id: `older${index}`,
			createdAt: 1_700_000_000_000 + index,
		})),
	);
	const { id, uploadId } = await short.seed({ processingResult: { text: 'text of the API' } });
	expect(await short.emitted(short.event('document.processed', { id: uploadId }))).toMatchObject([
		{ json: { id, text: 'text of the API' } },
	]);
	expect(await short.calls()).toEqual(['get', 'list', 'list', 'get']);
});

it.each([
	['error', { error: 'too dark' }, 'too dark'],
	['errorMessage', { errorMessage: 'too dark' }, 'too dark'],
	['message', { message: 'too dark' }, 'too dark'],
	['no reason', {}, undefined],
])('a failure with %s', async (_name, more, failureReason) => {
	const event = fixture.event('document.failed', { id: 'abc123', ...more });
	const [item] = await fixture.emitted(event);
	expect(item?.json).toMatchObject({ id: 'abc123', status: 'failed' });
	expect(item?.json.failureReason).toBe(failureReason);
});

it('a delivery that is ahead of the API is completed once the record is', async () => {
	const { id } = await fixture.seed({ status: 'in_progress' });
	await world.control.clearRequests(fixture.key);
	const running = fixture.run(fixture.event('document.processed', { id }));
	await until(async () => (await fixture.calls()).length >= 1);
	await world.control.finishDocument(fixture.account.token, {
		id,
		processingResult: { text: 'late' },
	});
	const { error, items } = await running;
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { id, text: 'late' } }]);
});

it('a delivery without eventId passes once for each moment', async () => {
	const event = (timestamp: string) => ({
		...fixture.event('document.processed', { id: 'abc124', processingResult: DELIVERED }),
		eventId: undefined,
		timestamp,
	});
	const counts = [];
	for (const timestamp of [
		'2026-05-04T08:00:00.000Z',
		'2026-05-04T08:00:00.000Z',
		'2026-05-04T09:00:00.000Z',
	])
		counts.push((await fixture.emitted(event(timestamp))).length);
	expect(counts).toEqual([1, 0, 1]);
});

it('takes a delivery of 10 MB', async () => {
	const text = 'word '.repeat(2 * 2 ** 20);
	const [item] = await fixture.emitted(
		fixture.event('document.processed', { id: 'large00001', processingResult: { text } }),
	);
	expect(String(item?.json.text)).toHaveLength(text.length);
});

it('a record that is gone ends the run with the reason', async () => {
	const { error } = await fixture.run(fixture.event('document.processed', { id: 'gone000001' }));
	expect(error).toMatchObject({
		message: expect.stringContaining('The API does not know'),
		description: expect.stringMatching(/gone/),
	});
});

it.each([
	['no project', undefined, 'No project was named'],
	['a project that is out of reach', 'foreign01', 'does not reach this project'],
])(
	'a signed delivery that has to be completed and names %s says so',
	async (_name, projectId, message) => {
		const { id } = await fixture.seed();
		const { error } = await fixture.run({
			...fixture.event('document.processed', { id }),
			projectId,
		});
		expect(error).toMatchObject({
			message: expect.stringContaining(message),
			description: expect.stringContaining('"Project"'),
		});
	},
);

it('the project of the trigger counts where a delivery names none', async () => {
	const { id } = await fixture.seed({ processingResult: DELIVERED });
	const { credentials, project } = fixture.account;
	const trigger = world.engine.trigger({
		type: 'ocrivaTrigger',
		parameters: { projectId: { __rl: true, mode: 'id', value: project } },
		credentials,
	});
	const { run } = await trigger.deliver(
		delivery({ ...fixture.event('document.processed', { id }), projectId: undefined }, SECRET),
	);
	expect((await run)?.items).toMatchObject([{ json: { id, text: 'delivered text' } }]);
});

it('a delivery that names no record and has no result says so', async () => {
	const { error } = await fixture.run(
		fixture.event('document.processed', { fileName: 'letter.png' }),
	);
	expect(error).toMatchObject({ message: expect.stringContaining('names no record') });
});

describe('with the option to confirm', () => {
	const open = async () =>
		await openTrigger(world, {
			webhookSecret: SECRET,
			parameters: {
				events: ['document.uploaded', 'document.processed', 'batch.completed'],
				options: { confirmWithApi: true },
			},
		});

	it('a signed document comes from the API', async () => {
		const confirming = await open();
		const { id } = await confirming.seed({ processingResult: { text: 'text of the API' } });
		expect(
			await confirming.emitted(
				confirming.event('document.processed', { id, processingResult: DELIVERED }),
			),
		).toMatchObject([{ json: { id, text: 'text of the API' } }]);
		expect(await confirming.emitted(confirming.event('document.uploaded', { id }))).toMatchObject([
			{ json: { id, eventType: 'document.uploaded' } },
		]);
		expect(await confirming.calls()).toEqual(['get', 'get']);
	});

	it('a document that has just arrived is waited for', async () => {
		const confirming = await open();
		const running = confirming.run(confirming.event('document.uploaded', { id: 'upload0009' }));
		await until(async () => (await confirming.calls()).length >= 2);
		const { id } = await confirming.seed({ uploadId: 'upload0009', status: 'pending' });
		expect((await running).items).toMatchObject([{ json: { id, status: 'queued' } }]);
	});

	it('an event that the API corrects is not passed', async () => {
		const confirming = await open();
		const { id } = await confirming.seed({ status: 'failed' });
		expect(
			await confirming.emitted(
				confirming.event('document.processed', { id, processingResult: DELIVERED }),
			),
		).toEqual([]);
	});

	it('a batch passes as it is', async () => {
		const confirming = await open();
		expect(
			await confirming.emitted(confirming.event('batch.completed', { id: 'batch01' })),
		).toHaveLength(1);
		expect(await confirming.calls()).toEqual([]);
	});
});
