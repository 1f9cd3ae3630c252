import { HOUR, MINUTE, openWatch, SECOND, useWorld } from './setup.mts';

const world = useWorld();

it('passes on after a restart what has finished meanwhile, and nothing again', async () => {
	const watch = await openWatch(world, { before: [{ status: 'processed' }] });
	const [first] = await watch.seedMany(1);
	const [waiting] = await watch.seed({});
	expect(await watch.poll()).toEqual([first]);
	const [second] = await watch.seedMany(1, Date.now() + MINUTE);
	await watch.finish(waiting?.id ?? '');
	expect(await watch.restart()).toEqual([waiting?.id, second]);
	expect(await watch.restart()).toEqual([]);
});

it('starts again from the state of its publication when nothing was passed on before the restart', async () => {
	const watch = await openWatch(world);
	const published = watch.saved();
	const waiting = await watch.seed({}, {}, { status: 'processed', fileName: 'other.png' });
	expect(await watch.poll()).toEqual([waiting[2]?.id]);
	const other = await openWatch(world, { before: [{ status: 'processed' }] });
	const [late] = await other.seed({});
	const before = other.saved();
	for (let round = 0; round < 3; round++) expect(await other.poll()).toEqual([]);
	expect(other.saved()).toEqual(before);
	await other.finish(late?.id ?? '');
	expect(await other.restart()).toEqual([late?.id]);
	expect(published).not.toEqual(watch.saved());
});

it('comes to the same result from the saved state as from the latest', async () => {
	const watch = await openWatch(world, { parameters: { filters: { fileName: 'wanted' } } });
	const [early] = await watch.seed({ fileName: 'wanted.png' });
	// Documents that it is not set to move the cursor far beyond, unsaved.
	for (let round = 1; round <= 4; round++) {
		await watch.seedMany(300, Date.now() + round * HOUR, SECOND, { fileName: 'other.png' });
		expect(await watch.poll()).toEqual([]);
	}
	await watch.finish(early?.id ?? '');
	const [recent] = await watch.seedMany(1, Date.now() + 6 * HOUR, 1, { fileName: 'wanted.png' });
	expect(await watch.restart()).toEqual([early?.id, recent]);
	expect(await watch.restart()).toEqual([]);
});

it('goes on from where it is while n8n forgets what it has not saved, and reads no more pages for it', async () => {
	const watch = await openWatch(world, { parameters: { events: ['failed'] } });
	for (let round = 1; round <= 4; round++) {
		await watch.seedMany(300, Date.now() + round * HOUR, MINUTE / 10);
		await watch.requests();
		watch.trigger.reload();
		expect(await watch.poll()).toEqual([]);
		expect((await watch.requests()).length).toBeLessThanOrEqual(3);
	}
	const [failed] = await watch.seedMany(1, Date.now() + 6 * HOUR, 1, { status: 'failed' });
	watch.trigger.reload();
	expect(await watch.poll()).toEqual([failed]);
	watch.trigger.reload();
	expect(await watch.poll()).toEqual([]);
});

it('looks again at what n8n has discarded, as when the workflow is published anew during a poll', async () => {
	const watch = await openWatch(world);
	const ids = await watch.seedMany(3);
	const before = watch.saved();
	expect(await watch.trigger.poll()).toHaveLength(3);
	watch.trigger.reload(before);
	expect(await watch.poll()).toEqual(ids);
	expect(await watch.poll()).toEqual([]);
});

it('passes nothing on again when another node has put an older state back', async () => {
	const watch = await openWatch(world);
	const first = await watch.seedMany(2);
	expect(await watch.poll()).toEqual(first);
	const older = watch.saved();
	const second = await watch.seedMany(2, Date.now() + MINUTE);
	expect(await watch.poll()).toEqual(second);
	// A run of the workflow that began earlier saves its static data when it ends, and then n8n
	// starts anew.
	watch.trigger.reload(older);
	watch.mayRepeat = true;
	const third = await watch.seedMany(2, Date.now() + 2 * MINUTE);
	expect(await watch.poll()).toEqual(third);
});

it('starts anew with a state that it cannot read', async () => {
	const watch = await openWatch(world, { before: [{ status: 'processed' }] });
	expect(await watch.restart({ 'node:Node': { polling: 'broken' } })).toEqual([]);
	const [id] = await watch.seedMany(1);
	expect(await watch.poll()).toEqual([id]);
});
