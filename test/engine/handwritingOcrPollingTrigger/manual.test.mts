import { HOUR, MINUTE, openPolling, useWorld } from './setup.mts';

const world = useWorld();

const now = Date.now();
const documents = [
	{ status: 'processed', fileName: 'Invoice 1.pdf', createdAt: now - 4 * HOUR },
	{ status: 'processed', fileName: 'letter.png', createdAt: now - 3 * HOUR },
	{ status: 'failed', fileName: 'blank.png', error: 'not readable', createdAt: now - 2 * HOUR },
	{ status: 'processing', fileName: 'invoice.pdf', createdAt: now - HOUR },
];

it.each([
	[{ events: ['processed'] }, { fileName: 'letter.png', text: 'text of letter.png, page 1' }],
	[{ events: ['processed', 'failed'] }, { fileName: 'blank.png', failureReason: 'not readable' }],
	[{ filters: { fileName: 'invoice' } }, { fileName: 'Invoice 1.pdf' }],
	[
		{ events: ['processed'], output: 'pages' },
		{ fileName: 'letter.png', pageNumber: 1 },
	],
])('shows the newest document that it is set to as a sample (%j)', async (parameters, expected) => {
	const fixture = await openPolling(world, { parameters, before: documents });
	const { error, items } = await fixture.trigger.runManually();
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: expected }]);
});

it('passes a document on although it was shown as a sample before', async () => {
	const fixture = await openPolling(world);
	const [id] = await fixture.seedMany(1);
	expect((await fixture.trigger.runManually()).items).toHaveLength(1);
	expect((await fixture.trigger.runManually()).items).toHaveLength(1);
	expect(await fixture.poll()).toEqual([id]);
	expect((await fixture.trigger.runManually()).items).toHaveLength(1);
});

it('deletes no sample', async () => {
	const fixture = await openPolling(world, {
		parameters: { options: { deleteWhenDone: true } },
		before: documents,
	});
	await fixture.trigger.runManually();
	expect(await fixture.requests()).not.toContain('delete');
});

it('says that there is no sample', async () => {
	const fixture = await openPolling(world, {
		parameters: { filters: { fileName: 'receipt' } },
		before: documents,
	});
	const { error } = await fixture.trigger.runManually();
	expect(error).toMatchObject({
		message: 'The account has no finished document that this trigger is set to [item 0]',
		description: expect.stringContaining('Upload a document'),
	});
});

it('does not look for a sample for ever', async () => {
	const fixture = await openPolling(world, { parameters: { filters: { fileName: 'receipt' } } });
	await fixture.seedMany(1_500, now, MINUTE);
	const { error } = await fixture.trigger.runManually();
	expect(error?.message).toContain('The newest 1000 documents of the account have none');
	expect(await fixture.requests()).toEqual(Array.from({ length: 5 }, () => 'list'));
});
