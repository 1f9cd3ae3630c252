import { until } from '../../support/until.mts';
import { HOUR, MINUTE, openPolling, SECOND, useWorld, type PollFixture } from './setup.mts';

const world = useWorld();

/** Whether a page of the list is being waited for. */
async function isHeld({ account }: PollFixture): Promise<boolean> {
	return (await world.requests(account, 'list')).some(({ underWay }) => underWay);
}

/** Holds back the answer to a page of the list until `meanwhile` is done. */
async function pollWhile(
	fixture: PollFixture,
	page: number,
	meanwhile: () => Promise<unknown>,
): Promise<string[]> {
	await fixture.requests();
	await fixture.fault({ route: 'list', skip: page - 1, hold: true });
	const polling = fixture.poll();
	await until(async () => await isHeld(fixture));
	await meanwhile();
	await fixture.repair();
	const first = await polling;
	return [...first, ...(await fixture.pollAll())];
}

it.each(['v3', 'v2'] as const)(
	'passes on 500 new documents of one interval, oldest first (%s)',
	async (version) => {
		const fixture = await openPolling(world, {
			version,
			before: Array.from({ length: 250 }, (_, index) => ({
				status: 'processed',
				createdAt: Date.now() - HOUR - index * SECOND,
			})),
		});
		const ids = await fixture.seedMany(500, Date.now(), SECOND);
		await fixture.requests();
		expect(await fixture.poll()).toEqual(ids.slice(0, 200));
		const requests = await fixture.requests();
		// The pages that they fill, and one to see that there are no more.
		expect(requests.filter((route) => route === 'list').length).toBeLessThanOrEqual(4);
		expect(await fixture.pollAll()).toEqual(ids.slice(200));
		expect(await fixture.poll()).toEqual([]);
		expect(await fixture.restart()).toEqual([]);
	},
);

it('passes on 1,200 new documents of which every third is not finished yet', async () => {
	const fixture = await openPolling(world);
	const first = Date.now();
	const documents = Array.from({ length: 1_200 }, (_, index) => ({
		status: index % 3 === 0 ? 'processing' : 'processed',
		createdAt: first + index * MINUTE,
	}));
	const ids = (await fixture.seed(...documents)).map(({ id }) => id);
	expect(await fixture.pollAll()).toEqual(ids.filter((_, index) => index % 3 !== 0));
	const late = ids.filter((_, index) => index % 3 === 0);
	for (const id of late) await fixture.finish(id);
	// The newest 1,000 documents are seen on pages, of the older ones five a poll have their turn.
	await fixture.pollAll();
	expect([...fixture.emitted.slice(800)].sort()).toEqual([...late].sort());
});

it('finds documents that move to an earlier page because others are deleted while it reads the list', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(650, Date.now(), MINUTE);
	const deleted = [...ids.slice(-30), ...ids.slice(300, 310)];
	const emitted = await pollWhile(fixture, 2, async () => await fixture.remove(...deleted));
	const gone = new Set(deleted);
	const rest = ids.filter((id) => !gone.has(id));
	expect(emitted).toEqual(rest);
	expect(await fixture.poll()).toEqual([]);
});

it('finds documents that move by more than a page', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(900, Date.now(), MINUTE);
	const deleted = ids.slice(-250);
	expect(await pollWhile(fixture, 3, async () => await fixture.remove(...deleted))).toEqual(
		ids.slice(0, -250),
	);
	expect(await fixture.poll()).toEqual([]);
});

it('passes on once what shows up on two pages because of an upload while it reads the list', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(500, Date.now(), SECOND);
	let added: string[] = [];
	const emitted = await pollWhile(fixture, 2, async () => {
		added = await fixture.seedMany(30, Date.now() + HOUR, SECOND);
	});
	expect(emitted.slice(0, 500)).toEqual(ids);
	expect(emitted.slice(500)).toEqual(added);
});

it('loses nothing in an account where something is deleted during every page', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(700, Date.now(), MINUTE);
	let isOver = false;
	const polling = fixture.poll().finally(() => (isOver = true));
	while (!isOver) {
		await fixture.fault({ route: 'list', hold: true });
		await until(async () => isOver || (await isHeld(fixture)));
		await fixture.remove(ids.pop() ?? '');
		await fixture.repair();
	}
	await polling;
	await fixture.pollAll();
	const kept = (await world.sandbox.control.documents(fixture.account.token)).map(({ id }) => id);
	expect(kept.length).toBeGreaterThan(0);
	expect(kept.filter((id) => !fixture.emitted.includes(id))).toEqual([]);
	expect(new Set(fixture.emitted).size).toBe(fixture.emitted.length);
});

it('is not led astray by a list whose last page and page addresses are wrong', async () => {
	const fixture = await openPolling(world, { settings: { listQuirks: true } });
	const ids = await fixture.seedMany(450, Date.now(), MINUTE);
	expect(await fixture.pollAll()).toEqual(ids);
});
