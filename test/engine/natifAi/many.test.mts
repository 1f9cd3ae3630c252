import { until, untilQuiet } from '../../support/until.mts';
import { NOBODYS, useWorld } from './setup.mts';

const world = useWorld();

const resultsOf = (count: number) =>
	Array.from({ length: count }, (_, number) => ({
		json: {
			fileName: `letter ${number}.png`,
			status: 'processed',
			text: `text of letter ${number}.png, page 1`,
		},
		pairedItem: { item: number },
	}));

/** What `wait_for` each look asked for. */
const holdsOf = (paths: string[]) =>
	paths.map((path) => Number(new URL(path, 'http://sandbox').searchParams.get('wait_for')));

it('gives sixty documents in the order of the input, each with its own', async () => {
	const account = await world.openAccount({ settings: { processingTime: 300, parallel: 7 } });
	const { items, error } = await world.process(account, {}, { input: await world.manyItems(60) });
	expect(error).toBeUndefined();
	expect(items).toMatchObject(resultsOf(60));
	expect(await world.requests(account, 'process')).toHaveLength(60);
	// One look a document gets its result; only those that have a slot are looked at again, every
	// three seconds.
	const looks = await world.requests(account, 'result');
	const seconds = (Date.parse(looks.at(-1)?.at ?? '') - Date.parse(looks[0]?.at ?? '')) / 1_000;
	expect(looks.length).toBeLessThanOrEqual(60 + 10 * (1 + seconds / 3));
});

it('keeps the order when documents end in the opposite one', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const finishBackwards = async () => {
		await until(async () => (await world.control.documents(account.token)).length === 8);
		for (const { id } of (await world.control.documents(account.token)).toReversed())
			await world.control.finishDocument(account.token, { id });
	};
	const [{ items }] = await Promise.all([
		world.process(account, {}, { input: await world.manyItems(8) }),
		finishBackwards(),
	]);
	expect(items).toMatchObject(resultsOf(8));
});

it('waits for few with long polls, and for many with short ones in turn', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const options = { concurrency: 2 };
	const few = await world.openAccount({ settings: { processing: 'manual' } });
	const [first] = await Promise.all([
		world.process(few, { options }, { input: await world.manyItems(4) }),
		world.finishAll(few, 4),
	]);
	expect(first.items).toMatchObject(resultsOf(4));
	expect(new Set(holdsOf((await world.requests(few, 'result')).map(({ path }) => path)))).toEqual(
		new Set([55]),
	);

	const [second] = await Promise.all([
		world.process(account, { options }, { input: await world.manyItems(9) }),
		world.finishAll(account, 9),
	]);
	expect(second.items).toMatchObject(resultsOf(9));
	expect(
		holdsOf((await world.requests(account, 'result')).map(({ path }) => path)).slice(0, 4),
	).toEqual([3, 3, 3, 3]);
});

it('has no more requests under way than slots', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const cancel = new AbortController();
	const running = world.process(
		account,
		{ options: { concurrency: 3 } },
		{ input: await world.manyItems(12), signal: cancel.signal },
	);
	const underWay = async () =>
		(await world.requests(account, 'result')).filter(({ underWay }) => underWay).length;
	await until(async () => (await underWay()) >= 6);
	// More would be on their way at once: nothing that could end holds them up.
	await untilQuiet(underWay, 500);
	expect(await underWay()).toBe(6);
	cancel.abort();
	await running;
});

it('goes on with the others when one fails, and pairs each', async () => {
	const account = await world.openAccount();
	const input = await world.manyItems(5);
	input[2] = { json: {} };
	await world.control.addFault({
		token: account.token,
		route: 'process',
		skip: 3,
		status: 422,
		body: {
			detail: [{ loc: ['body', 'file'], msg: 'unsupported file type', type: 'value_error' }],
		},
	});
	const { items, errorItems } = await world.process(
		account,
		{ options: { concurrency: 1 } },
		{ input, onError: 'continueErrorOutput' },
	);
	expect(items.map(({ pairedItem, json }) => [pairedItem, json.fileName])).toEqual(
		[0, 1, 3].map((item) => [{ item }, `letter ${item}.png`]),
	);
	expect(errorItems.map(({ pairedItem, json }) => [pairedItem, json.error])).toEqual([
		[{ item: 2 }, 'The item has no file in the field "data" (it has no file at all)'],
		[
			{ item: 4 },
			'The service does not take "letter 4.png" (image/png): body.file: unsupported file type',
		],
	]);
});

it('ends the run at the first failure and names what was paid', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const input = await world.manyItems(3);
	input[2] = { json: {} };
	const { error, status } = await world.process(
		account,
		{ options: { concurrency: 1 } },
		{ input },
	);
	expect(status).toBe('error');
	const ids = (await world.control.documents(account.token)).map(
		({ id, fileName }) => `${id} (${fileName})`,
	);
	expect(ids).toHaveLength(2);
	expect(error).toMatchObject({
		message: 'The item has no file in the field "data" (it has no file at all) [item 2]',
		description: expect.stringContaining(
			`Already uploaded in this run: ${ids.join(', ')}. Fetch these with Result > Get instead of uploading them again.`,
		),
	});
});

it('fetches the result of each item, in order and paired, and goes on when one is not there', async () => {
	const account = await world.openAccount();
	const ids = [
		await world.seed(account, { pageCount: 2 }),
		NOBODYS,
		await world.seed(account, { pageCount: 1 }),
		'no id',
	];
	const input = ids.map((id) => ({ json: { id } }));
	const { items } = await world.result(
		account,
		'downloadPageImage',
		'={{ $json.id }}',
		{},
		{ input, onError: 'continueRegularOutput' },
	);
	expect(items).toMatchObject([
		{
			json: { id: ids[0], pageNumber: 1 },
			binary: { data: { fileName: `${ids[0]}-page-1.jpg` } },
			pairedItem: { item: 0 },
		},
		{ json: { id: ids[0], pageNumber: 2 }, pairedItem: { item: 0 } },
		{
			json: {
				error: `There is no such processing: ${NOBODYS}`,
				details: { id: NOBODYS, httpStatus: 404 },
			},
			pairedItem: { item: 1 },
		},
		{ json: { id: ids[2], pageNumber: 1 }, pairedItem: { item: 2 } },
		{ json: { error: '"Processing ID" is not a processing ID: "no id"' }, pairedItem: { item: 3 } },
	]);
});

it('waits for processings of an earlier run, each with its own result', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const ids = await Promise.all(
		Array.from(
			{ length: 12 },
			async (_, number) =>
				await world.seed(account, { status: 'running', fileName: `letter ${number}.png` }),
		),
	);
	const input = ids.map((id) => ({ json: { id } }));
	const [{ items }] = await Promise.all([
		world.result(
			account,
			'get',
			'={{ $json.id }}',
			{ options: { waitForCompletion: true } },
			{ input },
		),
		world.finishAll(account, 12),
	]);
	expect(items).toMatchObject(
		ids.map((id, number) => ({
			json: { id, text: `text of letter ${number}.png, page 1` },
			pairedItem: { item: number },
		})),
	);
});
