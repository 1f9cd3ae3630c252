import { byId, useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

it('keeps the order of the items, whatever the order in which documents are finished', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const running = world.upload(account, {}, { input: await world.manyItems(40), clockSpeed: 20 });
	await until(async () => (await world.control.documents(account.token)).length === 40);
	for (const { id } of (await world.control.documents(account.token)).toReversed())
		await world.control.finishDocument(account.token, { id });
	const { items } = await running;
	expect(items.map(({ json, pairedItem }) => [json.fileName, json.text, pairedItem])).toEqual(
		Array.from({ length: 40 }, (_, item) => [
			`page ${item}.png`,
			`text of page ${item}.png, page 1`,
			{ item },
		]),
	);
});

it.each(['history', 'upload'] as const)(
	'gives up at the deadline, with the last status, when ids are those of the %s',
	async (uploadIdIs) => {
		const account = await world.openAccount({ settings: { processing: 'manual', uploadIdIs } });
		const run = async (onTimeout: string) =>
			await world.upload(
				account,
				{ options: { timeout: 5, onTimeout } },
				{
					input: await world.named(`${onTimeout}.png`),
					clockSpeed: 20,
					onError: 'continueErrorOutput',
				},
			);
		const failed = await run('error');
		const returned = await run('return');
		const documents = await world.control.documents(account.token);
		const [first, second] = ['error.png', 'return.png'].map((name) =>
			documents.find(({ fileName }) => fileName === name),
		);
		expect(failed.errorItems).toMatchObject([
			{
				json: {
					error: `Document ${uploadIdIs === 'history' ? first?.id : first?.uploadId} was not finished after 5 s (last status: pending)`,
					message: expect.stringContaining('Uploading it again would cost credits again.'),
				},
			},
		]);
		expect(returned.items).toMatchObject([
			{ json: { id: second?.id, fileName: 'return.png', status: 'queued', timedOut: true } },
		]);
		// The way to go on that the message names.
		await world.finishAll(account, 2);
		const { items } = await world.record(account, 'get', {
			recordId: String(/^Document (\S+) /.exec(String(failed.errorItems[0]?.json.error))?.[1]),
		});
		expect(items).toMatchObject([{ json: { id: first?.id, status: 'processed' } }]);
	},
);

it.each(['cancelled', 'rejected', 'error'])('takes "%s" for an end', async (status) => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const input = await world.named('letter.png');
	const running = world.upload(
		account,
		{},
		{ input, clockSpeed: 20, onError: 'continueErrorOutput' },
	);
	await until(async () => (await world.control.documents(account.token)).length === 1);
	const [{ id = '' } = {}] = await world.control.documents(account.token);
	await world.control.finishDocument(account.token, { id, status });
	const { errorItems } = await running;
	expect(errorItems).toMatchObject([
		{
			json: {
				error: expect.stringMatching(new RegExp(`${id}.*\\(status: ${status}\\)`)),
			},
		},
	]);
});

it('goes on waiting in a state that nobody knows, and takes a result whose file is gone', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const running = world.upload(
		account,
		{},
		{ input: await world.named('letter.png'), clockSpeed: 20 },
	);
	await until(async () => (await world.control.documents(account.token)).length === 1);
	const [{ id = '' } = {}] = await world.control.documents(account.token);
	await world.control.finishDocument(account.token, { id, status: 'in_review' });
	await world.control.clearRequests(account.token);
	await until(async () => (await world.requests(account)).some(({ underWay }) => !underWay));
	await world.control.finishDocument(account.token, {
		id,
		status: 'retention_expired',
		processingResult: { town: 'Ulm' },
	});
	const { items, error } = await running;
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { id, status: 'processed', fields: { town: 'Ulm' } } }]);
});

it('names what was uploaded when a document ends the run', async () => {
	const account = await world.openAccount();
	const { error } = await world.upload(
		account,
		{ options: { concurrency: 1 } },
		{ input: await world.named('first.png', 'will fail.png'), clockSpeed: 20 },
	);
	const [first, second] = await world.control.documents(account.token);
	expect(error).toMatchObject({
		message: `The document of record ${second?.id} ("will fail.png") could not be processed: The document could not be read. (status: failed) [item 1]`,
		description: expect.stringMatching(
			`Already uploaded in this run: ${first?.id} \\(first.png\\)\\. Fetch these with the operation "Record > Get" instead of uploading them again\\.$`,
		),
	});
});

it('gives failures and results side by side', async () => {
	const account = await world.openAccount();
	const input = [
		...(await world.named('good.png', 'will fail.png')),
		await world.fileItem('a,b', 'list.csv', 'text/csv'),
	];
	const { items } = await world.upload(
		account,
		{},
		{ input, onError: 'continueRegularOutput', clockSpeed: 20 },
	);
	const failed = (await world.control.documents(account.token)).find(
		({ status }) => status === 'failed',
	);
	expect(items).toMatchObject([
		{ json: { fileName: 'good.png', status: 'processed' }, pairedItem: { item: 0 } },
		{
			json: {
				error: expect.stringContaining('could not be processed'),
				details: { id: failed?.id, status: 'failed' },
			},
			pairedItem: { item: 1 },
		},
		{
			json: {
				error:
					'The file "list.csv" (text/plain) is neither a picture nor a document: it is plain text',
			},
			pairedItem: { item: 2 },
		},
	]);
});

it('survives a service that is down while it waits', async () => {
	const account = await world.openAccount({ settings: { processingTime: 200 } });
	for (const route of ['get', 'list'])
		await world.control.addFault({
			token: account.token,
			route,
			status: 502,
			html: true,
			times: 5,
		});
	const { items, error } = await world.upload(
		account,
		{},
		{ input: await world.named('a.png'), clockSpeed: 20 },
	);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { status: 'processed' } }]);
	expect(await world.requests(account, 'upload')).toHaveLength(1);
});

it('looks into the list once when a record is out of the reach of the key that uploaded it, and says so', async () => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route: 'get',
		status: 401,
		body: { statusCode: 401, message: 'Unauthorized', error: 'Unauthorized' },
		times: null,
	});
	await world.control.addFault({
		token: account.token,
		route: 'list',
		status: 200,
		body: { data: [], pagination: { page: 1, limit: 100, total: 0, pages: 0 } },
		times: null,
	});
	const { error } = await world.upload(
		account,
		{},
		{ input: await world.named('a.png'), clockSpeed: 20 },
	);
	expect(error?.message).toBe(
		`The API key is not valid, or does not reach this project or record: Unauthorized (project ${account.project}) [item 0]`,
	);
	expect(await world.requests(account, 'list')).toHaveLength(1);
});

it('finds a record in the list when its own address is refused', async () => {
	const account = await world.openAccount();
	await world.control.addFault({ token: account.token, route: 'get', status: 401, times: null });
	const { items, error } = await world.upload(
		account,
		{},
		{ input: await world.named('a.png'), clockSpeed: 20 },
	);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { status: 'processed', text: 'text of a.png, page 1' } }]);
});

it('waits in several projects at the same time', async () => {
	const account = await world.openAccount();
	const projectId = byId(
		`={{ $itemIndex % 2 ? '${account.project}' : '${account.otherProject}' }}`,
	);
	for (const operation of ['upload', 'uploadBatch'] as const) {
		const { items, error } = await world[operation](
			account,
			{ projectId, output: 'raw' },
			{ input: await world.manyItems(6), clockSpeed: 20 },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.fileName, json.projectId])).toEqual(
			Array.from({ length: 6 }, (_, item) => [
				`page ${item}.png`,
				item % 2 ? account.project : account.otherProject,
			]),
		);
	}
});
