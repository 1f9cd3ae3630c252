import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const CHECK =
	'Check the Base URL in the credential: it has to end in /v1, such as https://api.ocriva.com/v1.';

const answering = async (route: string, body: unknown): Promise<OpenedAccount> => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route,
		status: 200,
		body: body as never,
		times: null,
	});
	return account;
};

const bodies: Array<[string, unknown]> = [
	['a text', 'pong'],
	['nothing', null],
	['another object', { status: 'ok', version: '1.2.3' }],
	['a list of other things', [{ user: 'eva' }]],
	['a page of other things', { data: [{ user: 'eva' }], pagination: { total: 1, pages: 1 } }],
	['a number', 7],
];

describe.each(bodies)('a server of somebody else that answers with %s', (_case, body) => {
	it.each([
		['list', 'record', 'getAll', 'a list of records'],
		['get', 'record', 'get', 'a record'],
		['stats', 'record', 'getStatistics', 'statistics'],
		['projects', 'project', 'getAll', 'a list of projects'],
		['templates', 'template', 'getAll', 'a list of templates'],
	])('is told from the service, by %s', async (route, resource, operation, what) => {
		const account = await answering(route, body);
		const { items, error } = await world.operate(account, resource, operation, {
			projectId: account.project,
			recordId: '7',
		});
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: expect.stringContaining(`The service answered with something else than ${what}`),
			description: expect.stringContaining(CHECK),
		});
	});
});

describe('what the service says of a 404', () => {
	const UNKNOWN = 'The service knows no such address';
	it.each([
		['upload', 'Template 7 was not found', 'The service did not take the upload: Template 7'],
		['upload', 'Cannot POST /openapi/upload', UNKNOWN],
		['upload', 'Route POST:/v1/openapi/template not found', UNKNOWN],
		['list', 'Project not found', 'The service does not find what was named: Project not found'],
		['list', 'Not Found', UNKNOWN],
	])('of %s: %s', async (route, message, expected) => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route,
			status: 404,
			body: { statusCode: 404, message, error: 'Not Found' },
		});
		const { error } =
			route === 'upload'
				? await world.upload(account, {}, { input: await world.named('a.png') })
				: await world.record(account, 'getAll');
		expect(error?.message).toMatch(new RegExp(`^${expected}`));
	});
});

it('a field that is called like credits is not taken for them', async () => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route: 'upload',
		status: 400,
		body: { statusCode: 400, message: ['creditNote must be a string'], error: 'Bad Request' },
	});
	const { error } = await world.upload(account, {}, { input: await world.named('a.png') });
	expect(error?.message).toMatch(/^The service did not take the upload: creditNote must be/);
});

it('a batch that is too large is to be sent one by one', async () => {
	const account = await world.openAccount({ settings: { largestFile: 10 } });
	const { error } = await world.uploadBatch(account, {}, { input: await world.named('a.png') });
	expect(error).toMatchObject({
		message: expect.stringMatching(/^The batch or one of its files is too large/),
		description: expect.stringContaining('Send large files with Upload'),
	});
});

it('a file whose batch named no upload has no id before its record is found', async () => {
	const account = await world.openAccount({
		settings: { uploadIds: 'none', processing: 'manual' },
	});
	const input = await world.named('a.png', 'b.png');
	const sent = await world.uploadBatch(account, { waitForCompletion: false }, { input });
	const [first, second] = await world.control.documents(account.token);
	expect(sent.items.map(({ json }) => [json.id, json.batchId])).toEqual([
		[null, first?.batchId],
		[null, second?.batchId],
	]);
	const again = await world.uploadBatch(
		account,
		{ options: { timeout: 5, onTimeout: 'return' } },
		{ input, clockSpeed: 20 },
	);
	const [, , third, fourth] = await world.control.documents(account.token);
	expect(again.items.map(({ json }) => json.id)).toEqual([third?.id, fourth?.id]);
});
