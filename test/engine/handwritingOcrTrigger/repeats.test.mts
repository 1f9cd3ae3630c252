import { realBody } from '../../support/handwritingOcr/delivery.mts';
import { type Doorbell, delivery, itemsOf, openDoorbell, SECRET, useWorld } from './setup.mts';

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

const runsOf = async (doorbell: Doorbell, bodies: string[]) => {
	const deliveries = await Promise.all(
		bodies.map(async (body) => await doorbell.trigger.deliver(delivery(body, doorbell.secret))),
	);
	expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]));
	return await Promise.all(deliveries.map(async ({ run }) => await run));
};

describe.each([
	['signed', SECRET],
	['not signed', undefined],
])('deliveries that are %s', (_name, webhookSecret) => {
	const open = async (parameters = {}) => await openDoorbell(world, { webhookSecret, parameters });

	it('pass once at the same moment, also as the first of a trigger', async () => {
		const doorbell = await open();
		const { id } = await doorbell.seed();
		const runs = await runsOf(
			doorbell,
			Array.from({ length: 20 }, () => realBody(id)),
		);
		expect(runs.map((run) => run?.error)).toEqual(runs.map(() => undefined));
		expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
	});

	it('pass once when they come again after an hour, in another shape', async () => {
		const doorbell = await open();
		const { id } = await doorbell.seed();
		expect(await doorbell.emitted(realBody(id))).toHaveLength(1);
		later(HOUR);
		expect(await doorbell.emitted(realBody(id))).toEqual([]);
		expect(await doorbell.emitted({ id, status: 'processed' })).toEqual([]);
		expect(await doorbell.emitted({ data: { document_id: id } })).toEqual([]);
	});

	it('pass once each when two hundred documents finish together, some delivered twice', async () => {
		const doorbell = await open();
		const ids = Array.from(
			{ length: 200 },
			(_, index) => `${webhookSecret ? 's' : 'u'}${String(index).padStart(9, '0')}`,
		);
		await world.sandbox.control.seedDocuments(
			doorbell.account.token,
			ids.map((id) => ({ id })),
		);
		const runs = await runsOf(
			doorbell,
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
					doorbell,
					ids.slice(-40).map((id) => realBody(id)),
				),
			),
		).toEqual([]);
	}, 120_000);

	it('pass each time when the option says so', async () => {
		const doorbell = await open({ options: { ignoreDuplicates: false } });
		const { id } = await doorbell.seed();
		expect(itemsOf(await runsOf(doorbell, [realBody(id), realBody(id)]))).toHaveLength(2);
	});

	it('pass for a failure and for the success that follows it', async () => {
		const doorbell = await open();
		const { id } = await doorbell.seed({ status: 'failed', error: 'too dark' });
		expect(await doorbell.emitted({ id, status: 'failed', error: 'too dark' })).toMatchObject([
			{ json: { status: 'failed', failureReason: 'too dark' } },
		]);
		await world.sandbox.control.finishDocument(doorbell.account.token, { id });
		expect(await doorbell.emitted(realBody(id))).toMatchObject([{ json: { status: 'processed' } }]);
	});

	it('pass again after a run that failed', async () => {
		const doorbell = await open({ options: { downloadFormat: 'docx' } });
		const { id } = await doorbell.seed();
		await world.sandbox.control.addFault({
			token: doorbell.account.token,
			route: 'download',
			status: 400,
			body: { message: 'not now' },
		});
		const failed = await doorbell.run(realBody(id));
		expect(failed.error?.message).toContain('not now');
		later(HOUR);
		expect(await doorbell.emitted(realBody(id))).toMatchObject([
			{ json: { id }, binary: { data: { fileExtension: 'docx' } } },
		]);
	});

	it('are known for each trigger by itself', async () => {
		const doorbell = await open();
		const { id } = await doorbell.seed();
		expect(await doorbell.emitted(realBody(id))).toHaveLength(1);
		const second = world.engine.trigger({
			type: 'handwritingOcrTrigger',
			credentials: doorbell.account.credentials,
		});
		const { run } = await second.deliver(delivery(realBody(id), webhookSecret));
		expect((await run)?.items).toHaveLength(1);
	});
});

it('a repeat without results costs no request, even when the document is gone', async () => {
	const doorbell = await openDoorbell(world, {
		webhookSecret: SECRET,
		parameters: { options: { deleteWhenDone: true } },
	});
	const { id } = await doorbell.seed();
	expect(await doorbell.emitted({ id, status: 'processed' })).toHaveLength(1);
	later(HOUR);
	expect(await doorbell.emitted({ id, status: 'processed' })).toEqual([]);
	expect(await doorbell.calls()).toEqual(['get', 'delete']);
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
