import { api, batchForm, ocrivaSandbox, uploadForm, type Answer, type Member } from './support.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

const calls: Array<[string, (member: Member, id: string) => Promise<Answer>]> = [
	['projects', ({ project }) => project.get('/projects')],
	['upload', ({ project, first }) => project.upload(uploadForm({ projectId: first.id }))],
	['batchUpload', ({ project }) => project.batch(batchForm({}, ['a.png']))],
	['list', ({ project }) => project.get('/processing-history')],
	['stats', ({ project }) => project.get('/processing-history/stats')],
	['get', ({ project }, id) => project.get(`/processing-history/${id}`)],
	['export', ({ project }, id) => project.get(`/processing-history/${id}/result`)],
	['templates', ({ project }) => project.get('/templates')],
	[
		'createTemplate',
		({ project, first }) =>
			project.post('/templates', {
				name: 'x',
				description: 'x',
				templateSchema: {},
				projectId: first.id,
			}),
	],
];

test.each(calls)('faults strike %s, and only the key they are for', async (route, call) => {
	const member = await sandbox.open();
	const { first, token, control } = member;
	const [record] = await control.seedDocuments(token, [{}]);
	const id = record?.id ?? '';
	await control.addFault({ token, route, status: 500 });
	expect((await call(member, id)).status).toBeLessThan(300);

	await control.addFault({ token: first.token, route, status: 500 });
	const { status, json } = await call(member, id);
	expect({ status, json }).toEqual({
		status: 500,
		json: { statusCode: 500, message: 'Internal server error', error: 'Internal Server Error' },
	});

	await control.addFault({ token: first.token, route, status: 502, html: true });
	const page = await call(member, id);
	expect({ status: page.status, type: page.headers.get('content-type') }).toEqual({
		status: 502,
		type: expect.stringContaining('text/html'),
	});

	await control.addFault({ token: first.token, route, status: 429, retryAfter: 7 });
	const limited = await call(member, id);
	expect([limited.status, limited.headers.get('retry-after'), limited.json.statusCode]).toEqual([
		429,
		'7',
		429,
	]);

	await control.addFault({ token: first.token, route, reset: 'before' });
	await expect(call(member, id)).rejects.toThrow();
	const [entry] = (await control.requests(first.token)).slice(-1);
	expect(entry).toMatchObject({ route, fault: 'reset before', status: null });
});

test('the login can fail as well', async () => {
	const { token, control } = await sandbox.open();
	await control.addFault({ route: 'login', status: 503 });
	const login = (): Promise<Answer> => api(sandbox.url).post('/auth/login', { token });
	expect((await login()).status).toBe(503);
	expect((await login()).status).toBe(200);
});

test('a fault after the work leaves a document behind', async () => {
	const { project, first, control, token } = await sandbox.open();
	await control.addFault({ token: first.token, route: 'upload', reset: 'after' });
	await expect(project.upload(uploadForm({ projectId: first.id }))).rejects.toThrow();
	expect(await control.documents(token)).toHaveLength(1);
	await control.addFault({
		token: first.token,
		route: 'upload',
		status: 504,
		html: true,
		when: 'after',
	});
	expect((await project.upload(uploadForm({ projectId: first.id }))).status).toBe(504);
	expect(await control.documents(token)).toHaveLength(2);
});

describe('the rate limit', () => {
	const headersOf = ({ headers }: Answer) =>
		['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));

	test('is off at first', async () => {
		const { project } = await sandbox.open();
		expect(headersOf(await project.get('/projects'))).toEqual([null, null, null]);
	});

	test('counts each key for itself, in windows on the clock, with headers on every answer', async () => {
		// So long that none ends in the middle of the test.
		const decade = 315_360_000;
		const { project, organization } = await sandbox.open({
			settings: { rateLimit: { requests: 2, seconds: decade } },
		});
		const before = Math.floor(Date.now() / 1000 / decade);
		const answers = [
			await project.get('/projects'),
			await project.get('/processing-history/nothing'),
			await project.get('/projects'),
			await project.get('/projects'),
		];
		const reset = Number(answers[0]?.headers.get('x-ratelimit-reset'));
		expect(reset / decade - before).toBe(1);
		expect(answers.map(({ status }) => status)).toEqual([200, 404, 429, 429]);
		expect(answers.map(headersOf)).toEqual(
			['1', '0', '0', '0'].map((remaining) => ['2', remaining, String(reset)]),
		);
		expect(answers.map(({ headers }) => headers.has('retry-after'))).toEqual([
			false,
			false,
			true,
			true,
		]);
		expect(answers[2]?.json).toEqual({
			statusCode: 429,
			message: 'Too Many Requests',
			error: 'Too Many Requests',
		});
		expect((await organization.get('/projects')).status).toBe(200);
	});

	test('can go without headers', async () => {
		const { project } = await sandbox.open({
			settings: { rateLimit: { requests: 0, seconds: 60, headers: false, retryAfter: 'none' } },
		});
		const answer = await project.get('/projects');
		expect([answer.status, ...headersOf(answer), answer.headers.get('retry-after')]).toEqual([
			429,
			null,
			null,
			null,
			null,
		]);
	});
});
