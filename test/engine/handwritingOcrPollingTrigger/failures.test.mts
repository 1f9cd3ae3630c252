import { DAY, HOUR, MINUTE, openPolling, SECOND, useWorld } from './setup.mts';

const world = useWorld();

const seedOne = async (fixture: Awaited<ReturnType<typeof openPolling>>, document = {}) =>
	(await fixture.seed(document))[0]?.id ?? '';

describe('a service that is down', () => {
	it.each([{ status: 500 }, { reset: 'before' as const }, { status: 401 }])(
		'lets the poll fail with the reason and loses nothing (%o)',
		async (fault) => {
			const fixture = await openPolling(world);
			const ids = await fixture.seedMany(3);
			await fixture.fault({ route: 'list', times: null, ...fault });
			await expect(fixture.poll()).rejects.toMatchObject({
				name: expect.stringMatching(/^Node(Api|Operation)Error$/),
			});
			await fixture.repair();
			expect(await fixture.poll()).toEqual(ids);
		},
	);

	it('loses nothing when it breaks off between list and documents', async () => {
		const fixture = await openPolling(world);
		const ids = await fixture.seedMany(8);
		await fixture.fault({ route: 'get', times: null, status: 503 });
		await expect(fixture.poll()).rejects.toThrow('503');
		await fixture.repair();
		expect(await fixture.poll()).toEqual(ids);
		expect(await fixture.poll()).toEqual([]);
	});

	it('does not keep n8n from starting the workflow, when it was published before', async () => {
		const fixture = await openPolling(world);
		const ids = await fixture.seedMany(2);
		await fixture.fault({ route: 'list', times: null, status: 502 });
		expect(await fixture.restart()).toEqual([]);
		await expect(fixture.poll()).rejects.toThrow('502');
		await fixture.repair();
		expect(await fixture.poll()).toEqual(ids);
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
		const fixture = await openPolling(world);
		const ids = await fixture.seedMany(6, Date.now(), SECOND);
		// A status that is not tried again, so that it strikes one document.
		await fixture.fault({ route: 'get', times: 1, status: 418 });
		const first = await fixture.poll();
		expect(first).toHaveLength(5);
		expect(await fixture.poll()).toEqual(ids.filter((id) => !first.includes(id)));
	});
});

describe('documents that cannot be read for good', () => {
	it.each([
		{ status: 403, html: true },
		{ status: 404, html: true },
		{ status: 404, body: { message: 'Not found' } },
		{ status: 410, body: { message: 'Gone' } },
	])('come with a later poll when the list shows them all the same (%o)', async (fault) => {
		const fixture = await openPolling(world);
		const ids = await fixture.seedMany(3, Date.now(), SECOND);
		await fixture.fault({ route: 'get', times: 1, ...fault });
		const first = await fixture.poll();
		expect(first).toHaveLength(2);
		expect(await fixture.poll()).toEqual(ids.filter((id) => !first.includes(id)));
		expect(await fixture.poll()).toEqual([]);
	});

	it('fail the poll for a while and are then only looked at now and then', async () => {
		const fixture = await openPolling(world);
		const [broken] = await fixture.seedMany(1);
		await fixture.fault({ route: 'get', times: null, status: 422 });
		for (let round = 0; round < 10; round++)
			await expect(fixture.poll()).rejects.toThrow('The service did not accept a value');
		expect(await fixture.poll()).toEqual([]);
		await fixture.repair();
		expect(await fixture.poll()).toEqual([broken]);
	});
});

it('lets go of a document that is deleted before it has finished', async () => {
	const fixture = await openPolling(world);
	const [waiting] = await fixture.seed({ deletesAt: Date.now() + DAY });
	const others = await fixture.seedMany(400, Date.now() + MINUTE, MINUTE);
	expect(await fixture.pollAll()).toEqual(others);
	await world.sandbox.control.advanceClock(fixture.account.token, 2 * DAY);
	await fixture.seedMany(1, Date.now() + 2 * DAY);
	for (let round = 0; round < 3; round++) await fixture.poll();
	// n8n saves the state when something is passed on.
	await fixture.seedMany(1, Date.now() + 2 * DAY + HOUR);
	await fixture.poll();
	expect(JSON.stringify(fixture.saved())).not.toContain(waiting?.id);
	await fixture.requests();
	expect(await fixture.poll()).toEqual([]);
	expect(await fixture.requests()).toEqual(['list']);
});

it('watches a document that never finishes, at one request a poll', async () => {
	const fixture = await openPolling(world);
	const never = await seedOne(fixture);
	await fixture.seedMany(400, Date.now() + MINUTE, MINUTE);
	await fixture.pollAll();
	for (let round = 0; round < 5; round++) {
		await fixture.requests();
		const ids = await fixture.seedMany(1, Date.now() + (round + 10) * HOUR);
		expect(await fixture.poll()).toEqual(ids);
		expect((await fixture.requests()).sort()).toEqual(['get', 'get', 'list']);
	}
	expect(await fixture.restart()).toEqual([]);
	await fixture.finish(never);
	expect(await fixture.poll()).toEqual([never]);
});

it('passes each document on once when n8n starts polls while another is under way', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(5, Date.now(), SECOND);
	await fixture.fault({ route: 'list', times: 1, delay: 400 });
	const polls = await Promise.all([fixture.poll(), fixture.poll(), fixture.poll(), fixture.poll()]);
	expect(polls.flat()).toEqual(ids);
	expect((await fixture.requests()).filter((route) => route === 'list')).toHaveLength(2);
});

it('waits for a document that the list shows as finished before the API gives its result', async () => {
	const fixture = await openPolling(world);
	const [id] = await fixture.seedMany(1);
	await fixture.fault({ route: 'get', times: 1, status: 202, body: '' });
	expect(await fixture.poll()).toEqual([]);
	expect(await fixture.poll()).toEqual([id]);
});
