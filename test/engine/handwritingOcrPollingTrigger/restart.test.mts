import { HOUR, MINUTE, openPolling, SECOND, useWorld } from './setup.mts';

const world = useWorld();

it('passes on after a restart what has finished meanwhile, and nothing again', async () => {
	const fixture = await openPolling(world, { before: [{ status: 'processed' }] });
	const [first] = await fixture.seedMany(1);
	const [waiting] = await fixture.seed({});
	expect(await fixture.poll()).toEqual([first]);
	const [second] = await fixture.seedMany(1, Date.now() + MINUTE);
	await fixture.finish(waiting?.id ?? '');
	expect(await fixture.restart()).toEqual([waiting?.id, second]);
	expect(await fixture.restart()).toEqual([]);
});

it('starts again from the state of its publication when nothing was passed on before the restart', async () => {
	const fixture = await openPolling(world);
	const published = fixture.saved();
	const waiting = await fixture.seed({}, {}, { status: 'processed', fileName: 'other.png' });
	expect(await fixture.poll()).toEqual([waiting[2]?.id]);
	const other = await openPolling(world, { before: [{ status: 'processed' }] });
	const [late] = await other.seed({});
	const before = other.saved();
	for (let round = 0; round < 3; round++) expect(await other.poll()).toEqual([]);
	expect(other.saved()).toEqual(before);
	await other.finish(late?.id ?? '');
	expect(await other.restart()).toEqual([late?.id]);
	expect(published).not.toEqual(fixture.saved());
});

it('comes to the same result from the saved state as from the latest', async () => {
	const fixture = await openPolling(world, { parameters: { filters: { fileName: 'wanted' } } });
	const [early] = await fixture.seed({ fileName: 'wanted.png' });
	// Documents that it is not set to move the cursor far beyond, unsaved.
	for (let round = 1; round <= 4; round++) {
		await fixture.seedMany(300, Date.now() + round * HOUR, SECOND, { fileName: 'other.png' });
		expect(await fixture.poll()).toEqual([]);
	}
	await fixture.finish(early?.id ?? '');
	const [recent] = await fixture.seedMany(1, Date.now() + 6 * HOUR, 1, { fileName: 'wanted.png' });
	expect(await fixture.restart()).toEqual([early?.id, recent]);
	expect(await fixture.restart()).toEqual([]);
});

it('goes on from where it is while n8n forgets what it has not saved, and reads no more pages for it', async () => {
	const fixture = await openPolling(world, { parameters: { events: ['failed'] } });
	for (let round = 1; round <= 4; round++) {
		await fixture.seedMany(300, Date.now() + round * HOUR, MINUTE / 10);
		await fixture.requests();
		fixture.trigger.reload();
		expect(await fixture.poll()).toEqual([]);
		expect((await fixture.requests()).length).toBeLessThanOrEqual(3);
	}
	const [failed] = await fixture.seedMany(1, Date.now() + 6 * HOUR, 1, { status: 'failed' });
	fixture.trigger.reload();
	expect(await fixture.poll()).toEqual([failed]);
	fixture.trigger.reload();
	expect(await fixture.poll()).toEqual([]);
});

it('looks again at what n8n has discarded, as when the workflow is published anew during a poll', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(3);
	const before = fixture.saved();
	expect(await fixture.trigger.poll()).toHaveLength(3);
	fixture.trigger.reload(before);
	expect(await fixture.poll()).toEqual(ids);
	expect(await fixture.poll()).toEqual([]);
});

it('passes nothing on again when another node has put an older state back', async () => {
	const fixture = await openPolling(world);
	const first = await fixture.seedMany(2);
	expect(await fixture.poll()).toEqual(first);
	const older = fixture.saved();
	const second = await fixture.seedMany(2, Date.now() + MINUTE);
	expect(await fixture.poll()).toEqual(second);
	// A run of the workflow that began earlier saves its static data when it ends, and then n8n
	// starts anew.
	fixture.trigger.reload(older);
	fixture.mayRepeat = true;
	const third = await fixture.seedMany(2, Date.now() + 2 * MINUTE);
	expect(await fixture.poll()).toEqual(third);
});

it('starts anew with a state that it cannot read', async () => {
	const fixture = await openPolling(world, { before: [{ status: 'processed' }] });
	expect(await fixture.restart({ 'node:Node': { polling: 'broken' } })).toEqual([]);
	const [id] = await fixture.seedMany(1);
	expect(await fixture.poll()).toEqual([id]);
});
