import { openPolling, SECOND, useWorld } from './setup.mts';

const world = useWorld();

it('passes on what "Trigger On" and the filters name', async () => {
	const parameters = {
		events: ['processed'],
		filters: { documentAction: ['tables', 'extractor'], fileName: 'inv' },
	};
	const fixture = await openPolling(world, { parameters });
	const [, , , wanted] = await fixture.seed(
		{ status: 'failed', action: 'tables', fileName: 'invoice.pdf' },
		{ status: 'processed', action: 'transcribe', fileName: 'invoice.pdf' },
		{ status: 'processed', action: 'tables', fileName: 'letter.pdf' },
		{ status: 'processed', action: 'tables', fileName: 'INVOICE.pdf' },
		{ status: 'processing', action: 'tables', fileName: 'invoice.pdf' },
	);
	expect(await fixture.poll()).toEqual([wanted?.id]);
	expect(await fixture.poll()).toEqual([]);
});

it.each(['v3', 'v2'] as const)(
	'filters by file name also where the document is asked for by its id (%s)',
	async (version) => {
		const fixture = await openPolling(world, {
			version,
			parameters: { filters: { fileName: 'wanted' } },
		});
		const [wanted, other] = await fixture.seed(
			{ fileName: 'wanted.png' },
			{ fileName: 'other.png' },
		);
		await fixture.poll();
		await fixture.seedMany(300, Date.now() + 3_600 * SECOND, 10 * SECOND, { fileName: 'more.png' });
		await fixture.poll();
		await fixture.finish(wanted?.id ?? '');
		await fixture.finish(other?.id ?? '');
		const run = await fixture.run();
		expect(run?.items).toMatchObject([
			{ json: { id: wanted?.id, fileName: 'wanted.png', action: 'transcribe' } },
		]);
		expect(run?.items).toHaveLength(1);
	},
);

it('passes on a document that failed, with the reason', async () => {
	const fixture = await openPolling(world);
	const [document] = await fixture.seed({ status: 'failed', error: 'The page is blank' });
	const run = await fixture.run();
	expect(run?.items).toMatchObject([
		{ json: { id: document?.id, status: 'failed', failureReason: 'The page is blank' } },
	]);
});

it.each([
	['document', [{ pageCount: 2, text: expect.stringMatching(/page 1[^]+page 2/) }]],
	['pages', [{ pageNumber: 1 }, { pageNumber: 2 }]],
	['raw', [{ results: [{ page_number: 1 }, { page_number: 2 }] }]],
])('gives the output "%s"', async (output, expected) => {
	const fixture = await openPolling(world, { parameters: { output } });
	await fixture.seed({ status: 'processed', pageCount: 2 });
	expect((await fixture.run())?.items).toMatchObject(expected.map((json) => ({ json })));
});

it('attaches the file, stored with the run', async () => {
	const fixture = await openPolling(world, { parameters: { options: { downloadFormat: 'txt' } } });
	await fixture.seed(
		{ status: 'processed', fileName: 'Scan 12.03.2024' },
		{ status: 'processed', fileName: 'b.png' },
	);
	const run = await fixture.run();
	expect(run?.items).toMatchObject([
		{ binary: { data: { fileName: 'Scan 12.03.2024.txt', mimeType: 'text/plain' } } },
		{ binary: { data: { fileName: 'b.txt' } } },
	]);
	const files = await Promise.all(
		(run?.items ?? []).map(async ({ binary }) =>
			(await world.engine.readBinary(binary?.data ?? { data: '', mimeType: '' })).toString(),
		),
	);
	expect(files.map((text) => /text of \S+( \S+)?, page 1/.exec(text)?.[0])).toEqual([
		'text of Scan 12.03.2024, page 1',
		'text of b.png, page 1',
	]);
});

it('passes the others on when one file cannot be had, and that document with the next poll', async () => {
	const fixture = await openPolling(world, {
		parameters: { options: { downloadFormat: 'txt', deleteWhenDone: true } },
	});
	const ids = await fixture.seedMany(3, Date.now(), SECOND);
	const found = (await fixture.trigger.poll()) ?? [];
	await fixture.fault({ route: 'download', times: 1, status: 400 });
	const run = await fixture.trigger.runOn([found]);
	expect(run.error).toBeUndefined();
	const given = run.items.map(({ json }) => json.id);
	expect(given).toHaveLength(2);
	expect(run.hints).toMatchObject([{ message: expect.stringContaining('could not be given') }]);
	expect((await fixture.requests()).filter((route) => route === 'delete')).toHaveLength(2);
	expect(await fixture.poll()).toEqual(ids.filter((id) => !given.includes(id)));
	expect(await fixture.poll()).toEqual([]);
});

it('ends the run with the reason when no document can be given, and retries all', async () => {
	const fixture = await openPolling(world, { parameters: { options: { downloadFormat: 'txt' } } });
	const ids = await fixture.seedMany(2, Date.now(), SECOND);
	const found = (await fixture.trigger.poll()) ?? [];
	await fixture.fault({ route: 'download', times: 2, status: 400 });
	const failed = await fixture.trigger.runOn([found]);
	expect(failed.error?.message).toContain('The document cannot be given in this format');
	for (const id of ids) expect(failed.error?.description).toContain(id);
	const again = await fixture.trigger.runOn([found]);
	expect(again.items.map(({ json }) => json.id)).toEqual(ids);
});

it('gives a document whose action has no such format without its file, with a note', async () => {
	const fixture = await openPolling(world, {
		parameters: { options: { downloadFormat: 'txt', deleteWhenDone: true } },
	});
	const [text, tables] = await fixture.seed(
		{ status: 'processed' },
		{ status: 'processed', action: 'tables' },
	);
	const run = await fixture.run();
	expect(run?.error).toBeUndefined();
	const files = run?.items.map(({ json, binary }) => [json.id, binary?.data !== undefined]);
	expect(new Map(files as Array<[string, boolean]>)).toEqual(
		new Map([
			[text?.id, true],
			[tables?.id, false],
		]),
	);
	expect(run?.hints).toMatchObject([
		{ message: expect.stringContaining('to Excel (XLSX) or JSON') },
	]);
	expect(
		(await world.sandbox.control.documents(fixture.account.token)).map(({ id }) => id),
	).toEqual([tables?.id]);
});

it('finds a name in any Unicode form', async () => {
	const fixture = await openPolling(world, {
		parameters: { filters: { fileName: '\u00dcbung' } },
	});
	const [wanted] = await fixture.seedMany(1, Date.now(), 1, { fileName: 'Meine U\u0308BUNG.png' });
	await fixture.seedMany(1, Date.now(), 1, { fileName: 'Ubung.png' });
	expect(await fixture.poll()).toEqual([wanted]);
});

it('passes a second reading of a document on', async () => {
	const fixture = await openPolling(world);
	const [id] = await fixture.seedMany(1, Date.now() - 60_000);
	expect(await fixture.poll()).toEqual([id]);
	await world.sandbox.control.finishDocument(fixture.account.token, {
		id: id ?? '',
		results: [{ page_number: 1, transcript: 'read again' }],
	});
	const run = await fixture.run();
	expect(run?.items).toMatchObject([{ json: { id, text: 'read again' } }]);
	expect(await fixture.poll()).toEqual([]);
});

it('deletes documents when they are done, but those that failed stay', async () => {
	const fixture = await openPolling(world, { parameters: { options: { deleteWhenDone: true } } });
	const [, failed] = await fixture.seed({ status: 'processed' }, { status: 'failed' });
	expect(await fixture.poll()).toHaveLength(2);
	expect(
		(await world.sandbox.control.documents(fixture.account.token)).map(({ id }) => id),
	).toEqual([failed?.id]);
	expect(await fixture.poll()).toEqual([]);
});

it('names a wrong value of a parameter', async () => {
	const fixture = await openPolling(world, { parameters: { output: '={{ "nonsense" }}' } });
	await fixture.seedMany(1);
	await expect(fixture.poll()).rejects.toThrow('"nonsense" is not a valid value for "Output"');
});
