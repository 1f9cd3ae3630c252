import { DAY, HOUR, MINUTE, openWatch, SECOND, useWorld } from './setup.mts';

const world = useWorld();

const seedOne = async (watch: Awaited<ReturnType<typeof openWatch>>, document = {}) =>
	(await watch.seed(document))[0]?.id ?? '';

describe('a service that is down', () => {
	it.each([{ status: 500 }, { reset: 'before' as const }, { status: 401 }])(
		'lets the poll fail with the reason and loses nothing (%o)',
		async (fault) => {
			const watch = await openWatch(world);
			const ids = await watch.seedMany(3);
			await watch.fault({ route: 'list', times: null, ...fault });
			await expect(watch.poll()).rejects.toMatchObject({
				name: expect.stringMatching(/^Node(Api|Operation)Error$/),
			});
			await watch.repair();
			expect(await watch.poll()).toEqual(ids);
		},
	);

	it('loses nothing when it breaks off between list and documents', async () => {
		const watch = await openWatch(world);
		const ids = await watch.seedMany(8);
		await watch.fault({ route: 'get', times: null, status: 503 });
		await expect(watch.poll()).rejects.toThrow('503');
		await watch.repair();
		expect(await watch.poll()).toEqual(ids);
		expect(await watch.poll()).toEqual([]);
	});

	it('does not keep n8n from starting the workflow, when it was published before', async () => {
		const watch = await openWatch(world);
		const ids = await watch.seedMany(2);
		await watch.fault({ route: 'list', times: null, status: 502 });
		expect(await watch.restart()).toEqual([]);
		await expect(watch.poll()).rejects.toThrow('502');
		await watch.repair();
		expect(await watch.poll()).toEqual(ids);
	});

	it('shows at the first publication, as does a token that is not valid', async () => {
		const account = await world.openAccount();
		const trigger = world.engine.trigger({
			type: 'handwritingOcrPollingTrigger',
			credentials: account.credentials,
		});
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'list',
			times: 4,
			status: 500,
		});
		await expect(trigger.poll({ starting: true })).rejects.toThrow('500');
		const wrong = {
			handwritingOcrApi: { ...account.credentials.handwritingOcrApi, apiToken: '1|wrong' },
		};
		await expect(
			world.engine
				.trigger({ type: 'handwritingOcrPollingTrigger', credentials: wrong })
				.poll({ starting: true }),
		).rejects.toThrow('The API token is not valid');
	});

	it('still passes on the others when one document cannot be read, and that one later', async () => {
		const watch = await openWatch(world);
		const ids = await watch.seedMany(6, Date.now(), SECOND);
		// A status that is not tried again, so that it strikes one document.
		await watch.fault({ route: 'get', times: 1, status: 418 });
		const first = await watch.poll();
		expect(first).toHaveLength(5);
		expect(await watch.poll()).toEqual(ids.filter((id) => !first.includes(id)));
	});
});

describe('documents that cannot be read for good', () => {
	it.each([403, 404])('are skipped with a warning (%i)', async (status) => {
		const watch = await openWatch(world);
		const [first, second] = await watch.seedMany(2, Date.now(), SECOND);
		await watch.fault({ route: 'get', times: 1, status });
		const passed = await watch.poll();
		expect(passed).toHaveLength(1);
		const skipped = passed[0] === first ? second : first;
		expect(
			world.engine.logs.filter(({ message }) => message.includes(`document ${skipped} is skipped`)),
		).toHaveLength(1);
		expect(await watch.poll()).toEqual([]);
	});

	it('fail the poll for a while and are then only looked at now and then', async () => {
		const watch = await openWatch(world);
		const [broken] = await watch.seedMany(1);
		await watch.fault({ route: 'get', times: null, status: 422 });
		for (let round = 0; round < 10; round++)
			await expect(watch.poll()).rejects.toThrow('The service did not accept a value');
		expect(await watch.poll()).toEqual([]);
		await watch.repair();
		expect(await watch.poll()).toEqual([broken]);
	});
});

it('lets go of a document that is deleted before it has finished', async () => {
	const watch = await openWatch(world);
	const [waiting] = await watch.seed({ deletesAt: Date.now() + DAY });
	const others = await watch.seedMany(400, Date.now() + MINUTE, MINUTE);
	expect(await watch.poll()).toEqual(others);
	await world.sandbox.control.advanceClock(watch.account.token, 2 * DAY);
	await watch.seedMany(1, Date.now() + 2 * DAY);
	await watch.poll();
	expect(JSON.stringify(watch.saved())).not.toContain(waiting?.id);
	await watch.requests();
	expect(await watch.poll()).toEqual([]);
	expect(await watch.requests()).toEqual(['list']);
});

it('watches a document that never finishes, at one request a poll', async () => {
	const watch = await openWatch(world);
	const never = await seedOne(watch);
	await watch.seedMany(400, Date.now() + MINUTE, MINUTE);
	await watch.poll();
	for (let round = 0; round < 5; round++) {
		await watch.requests();
		const ids = await watch.seedMany(1, Date.now() + (round + 10) * HOUR);
		expect(await watch.poll()).toEqual(ids);
		expect((await watch.requests()).sort()).toEqual(['get', 'get', 'list']);
	}
	expect(await watch.restart()).toEqual([]);
	await watch.finish(never);
	expect(await watch.poll()).toEqual([never]);
});

it('passes each document on once when n8n starts polls while another is under way', async () => {
	const watch = await openWatch(world);
	const ids = await watch.seedMany(5, Date.now(), SECOND);
	await watch.fault({ route: 'list', times: 1, delay: 400 });
	const polls = await Promise.all([watch.poll(), watch.poll(), watch.poll(), watch.poll()]);
	expect(polls.flat()).toEqual(ids);
	expect((await watch.requests()).filter((route) => route === 'list')).toHaveLength(2);
});

it('waits for a document that the list shows as finished before the API gives its result', async () => {
	const watch = await openWatch(world);
	const [id] = await watch.seedMany(1);
	await watch.fault({ route: 'get', times: 1, status: 202, body: '' });
	expect(await watch.poll()).toEqual([]);
	expect(await watch.poll()).toEqual([id]);
});
