import { openWatch, useWorld } from './setup.mts';

const world = useWorld();

it('passes a document on once, when it has finished', async () => {
	const watch = await openWatch(world, { before: [{ status: 'processed', fileName: 'old.png' }] });
	const [document] = await watch.seed({ fileName: 'letter.png' });
	expect(await watch.poll()).toEqual([]);
	await watch.finish(document?.id ?? '');
	const run = await watch.run();
	expect(run?.items).toMatchObject([{ json: { id: document?.id, fileName: 'letter.png', status: 'processed', text: 'text of letter.png, page 1' } }]);
	expect(await watch.poll()).toEqual([]);
	expect(await watch.restart()).toEqual([]);
	expect(await watch.requests()).toEqual(['list', 'list', 'get', 'list', 'list']);
});
