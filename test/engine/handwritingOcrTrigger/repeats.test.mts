import { realBody } from '../../support/handwritingOcr/delivery.mts';
import { type TriggerFixture, delivery, itemsOf, openTrigger, SECRET, useWorld } from './setup.mts';

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

const runsOf = async (fixture: TriggerFixture, bodies: string[]) => {
	const deliveries = await Promise.all(
		bodies.map(async (body) => await fixture.trigger.deliver(delivery(body, fixture.secret))),
	);
	expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]));
	return await Promise.all(deliveries.map(async ({ run }) => await run));
};

describe.each([
	['signed', SECRET],
	['not signed', undefined],
])('deliveries that are %s', (_name, webhookSecret) => {
	const open = async (parameters = {}) => await openTrigger(world, { webhookSecret, parameters });

	it('pass once at the same moment, also as the first of a trigger', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		const runs = await runsOf(
			fixture,
			Array.from({ length: 20 }, () => realBody(id)),
		);
		expect(runs.map((run) => run?.error)).toEqual(runs.map(() => undefined));
		expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
	});

	it('pass once when they come again after an hour, in another shape', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		expect(await fixture.emitted(realBody(id))).toHaveLength(1);
		later(HOUR);
		expect(await fixture.emitted(realBody(id))).toEqual([]);
		expect(await fixture.emitted({ id, status: 'processed' })).toEqual([]);
		expect(await fixture.emitted({ data: { document_id: id } })).toEqual([]);
	});

	it('pass once each when two hundred documents finish together, some delivered twice', async () => {
		const fixture = await open();
		const ids = Array.from(
			{ length: 200 },
			(_, index) => `${webhookSecret ? 's' : 'u'}${String(index).padStart(9, '0')}`,
		);
		await world.sandbox.control.seedDocuments(
			fixture.account.token,
			ids.map((id) => ({ id })),
		);
		const runs = await runsOf(
			fixture,
			[...ids, ...ids.slice(0, 40)].map((id) => realBody(id)),
		);
		expect(runs.map((run) => run?.error)).toEqual(runs.map(() => undefined));
		expect(
			itemsOf(runs)
				.map(({ json }) => json.id)
				.sort(),
		).toEqual(ids);
		later(HOUR);
		expect(
			itemsOf(
				await runsOf(
					fixture,
					ids.slice(-40).map((id) => realBody(id)),
				),
			),
		).toEqual([]);
	});

	it('pass each time when the option says so', async () => {
		const fixture = await open({ options: { ignoreDuplicates: false } });
		const { id } = await fixture.seed();
		expect(itemsOf(await runsOf(fixture, [realBody(id), realBody(id)]))).toHaveLength(2);
	});

	it('pass for a failure and for the success that follows it', async () => {
		const fixture = await open();
		const { id } = await fixture.seed({ status: 'failed', error: 'too dark' });
		expect(await fixture.emitted({ id, status: 'failed', error: 'too dark' })).toMatchObject([
			{ json: { status: 'failed', failureReason: 'too dark' } },
		]);
		await world.sandbox.control.finishDocument(fixture.account.token, { id });
		expect(await fixture.emitted(realBody(id))).toMatchObject([{ json: { status: 'processed' } }]);
	});

	it('pass again after a run that failed', async () => {
		const fixture = await open({ options: { downloadFormat: 'docx' } });
		const { id } = await fixture.seed();
		await world.sandbox.control.addFault({
			token: fixture.account.token,
			route: 'download',
			status: 400,
			body: { message: 'not now' },
		});
		const failed = await fixture.run(realBody(id));
		expect(failed.error?.message).toContain('not now');
		later(HOUR);
		expect(await fixture.emitted(realBody(id))).toMatchObject([
			{ json: { id }, binary: { data: { fileExtension: 'docx' } } },
		]);
	});

	it('are known for each trigger by itself', async () => {
		const fixture = await open();
		const { id } = await fixture.seed();
		expect(await fixture.emitted(realBody(id))).toHaveLength(1);
		const second = world.engine.trigger({
			type: 'handwritingOcrTrigger',
			credentials: fixture.account.credentials,
		});
		const { run } = await second.deliver(delivery(realBody(id), webhookSecret));
		expect((await run)?.items).toHaveLength(1);
	});
});

it('a repeat without results costs no request, even when the document is gone', async () => {
	const fixture = await openTrigger(world, {
		webhookSecret: SECRET,
		parameters: { options: { deleteWhenDone: true } },
	});
	const { id } = await fixture.seed();
	expect(await fixture.emitted({ id, status: 'processed' })).toHaveLength(1);
	later(HOUR);
	expect(await fixture.emitted({ id, status: 'processed' })).toEqual([]);
	expect(await fixture.calls()).toEqual(['get', 'delete']);
});

it('a worker drops what the main process marked as delivered a moment ago, before the record knows it', async () => {
	const { credentials } = await world.openAccount();
	const document = JSON.parse(realBody('aB3dE6gH9j'));
	const emit = async (repeated: boolean) =>
		(
			await world.engine.run({
				type: 'handwritingOcrTrigger',
				credentials,
				mode: 'webhook',
				input: [{ json: { repeated, document } }],
			})
		).items;
	expect(await emit(true)).toEqual([]);
	expect(await emit(false)).toHaveLength(1);
});
