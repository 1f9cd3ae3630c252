import { HOUR, MINUTE, openPolling, SECOND, useWorld } from './setup.mts';

const world = useWorld();

const list = (count: number) => Array.from({ length: count }, () => 'list');
const get = (count: number) => Array.from({ length: count }, () => 'get');
const old = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		status: 'processed',
		createdAt: Date.now() - 24 * HOUR - index * MINUTE,
	}));

it('needs one request for a poll without news, however many documents the account has', async () => {
	for (const count of [0, 1, 199, 200, 201, 1_000]) {
		const fixture = await openPolling(world, { before: old(count) });
		await fixture.poll();
		await fixture.poll();
		expect({ count, requests: await fixture.requests() }).toEqual({ count, requests: list(2) });
	}
});

it('needs one more for each document that has finished, and none for those that are in process', async () => {
	const fixture = await openPolling(world, { before: old(500) });
	const [first] = await fixture.seed({}, {}, {});
	await fixture.poll();
	await fixture.finish(first?.id ?? '');
	await fixture.poll();
	await fixture.poll();
	expect(await fixture.requests()).toEqual([...list(2), ...get(1), ...list(1)]);
});

it('reads no document that the trigger is not set to', async () => {
	const fixture = await openPolling(world, {
		parameters: { events: ['processed'], filters: { fileName: 'invoice' } },
	});
	await fixture.seedMany(20, Date.now(), 1, { fileName: 'letter.png' });
	await fixture.seedMany(20, Date.now(), 1, { fileName: 'invoice.png', status: 'failed' });
	expect(await fixture.poll()).toEqual([]);
	expect(await fixture.requests()).toEqual(['list']);
});

it('asks for a few older documents by id, another few each time', async () => {
	const fixture = await openPolling(world, { before: old(10) });
	const waiting = await fixture.seed(
		...Array.from({ length: 12 }, (_, index) => ({ createdAt: Date.now() - 20 * HOUR + index })),
	);
	await fixture.poll();
	// More than the five pages that are read in place of single documents.
	await fixture.seedMany(1_100, Date.now(), MINUTE);
	await fixture.pollAll();
	await fixture.requests();
	const asked: string[] = [];
	for (let round = 0; round < 3; round++) {
		await fixture.poll();
		const requests = await world.requests(fixture.account, 'get');
		expect(requests).toHaveLength(5);
		asked.push(...requests.map(({ path }) => path.split('/').at(-1) ?? ''));
		expect(await fixture.requests()).toEqual([...list(5), ...get(5)]);
	}
	expect(new Set(asked)).toEqual(new Set(waiting.map(({ id }) => id)));
});

it('reads a few pages more in place of many single documents, and finds all that have finished', async () => {
	const fixture = await openPolling(world);
	const waiting = await fixture.seed(
		...Array.from({ length: 300 }, (_, index) => ({ createdAt: Date.now() - 20 * HOUR + index })),
	);
	await fixture.poll();
	await fixture.seedMany(300, Date.now(), SECOND);
	expect(await fixture.pollAll()).toHaveLength(300);
	await fixture.requests();
	for (const { id } of waiting.slice(100, 150)) await fixture.finish(id);
	expect(await fixture.poll()).toEqual(waiting.slice(100, 150).map(({ id }) => id));
	expect(await fixture.requests()).toEqual([...list(3), ...get(50)]);
});

it('keeps its state small', async () => {
	const fixture = await openPolling(world, { before: old(3_000) });
	for (let round = 0; round < 5; round++) {
		await fixture.seedMany(200, Date.now() + round * HOUR, SECOND);
		expect(await fixture.poll()).toHaveLength(200);
	}
	expect(JSON.stringify(fixture.saved()).length).toBeLessThan(10_000);
});

it('keeps its state small in an account whose documents are deleted when they are done', async () => {
	const fixture = await openPolling(world, { parameters: { options: { deleteWhenDone: true } } });
	for (let round = 0; round < 20; round++) {
		await fixture.seedMany(60, Date.now() + round * MINUTE, SECOND);
		expect(await fixture.poll()).toHaveLength(60);
	}
	expect(JSON.stringify(fixture.saved()).length).toBeLessThan(25_000);
	expect(await fixture.restart()).toEqual([]);
});
