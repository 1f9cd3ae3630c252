import { api, ocrivaSandbox, uploadForm } from './support.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

const id = '68f0000000000000000000b1';

const routes: Array<[string, string]> = [
	['GET', '/projects'],
	['POST', '/upload'],
	['POST', '/batch/upload'],
	['GET', '/processing-history'],
	['GET', '/processing-history/stats'],
	['GET', `/processing-history/${id}`],
	['GET', `/processing-history/${id}/result`],
	['GET', '/templates'],
	['POST', '/templates'],
];

describe.each(routes)('%s %s', (method, path) => {
	test('needs a good key', async () => {
		const { control, token } = await sandbox.open();
		for (const key of [undefined, 'ocr_wrong']) {
			const { status, json } = await api(sandbox.url, key).call(method, path);
			expect({ status, json }).toEqual({
				status: 401,
				json: { statusCode: 401, message: expect.any(String), error: 'Unauthorized' },
			});
		}
		await control.updateAccount(token, { settings: { keys: 'expired' } });
		expect((await api(sandbox.url, token).call(method, path)).status).toBe(401);
		await control.updateAccount(token, { settings: { keys: 'forbidden' } });
		const { status, json } = await api(sandbox.url, token).call(method, path);
		expect({ status, json }).toEqual({
			status: 403,
			json: { statusCode: 403, message: expect.any(String), error: 'Forbidden' },
		});
	});
});

test('a key is also taken as a bearer', async () => {
	const { token, first } = await sandbox.open();
	for (const key of [token, first.token]) {
		expect(key).toMatch(/^ocr_/);
		const { status } = await api(sandbox.url).get('/projects', {
			headers: { authorization: `Bearer ${key}` },
		});
		expect(status).toBe(200);
	}
});

describe('the legacy login', () => {
	test('gives an access token for a key of either kind, which ends after its time', async () => {
		const { token, first, control } = await sandbox.open();
		for (const [key, type, count] of [
			[token, 'organization', 2],
			[first.token, 'project', 1],
		] as const) {
			const { status, json } = await api(sandbox.url).post('/auth/login', { token: key });
			expect({ status, expiresIn: json.expiresIn, type: json.tokenInfo.type }).toEqual({
				status: 200,
				expiresIn: 3600,
				type,
			});
			const bearer = { headers: { authorization: `Bearer ${json.accessToken}` } };
			expect(JSON.parse((await api(sandbox.url).get('/projects', bearer)).text)).toHaveLength(
				count,
			);
			await control.advanceClock(token, 3600 * 1000);
			expect((await api(sandbox.url).get('/projects', bearer)).status).toBe(401);
			const forged = { headers: { authorization: `Bearer ${json.accessToken.slice(0, -4)}AAAA` } };
			expect((await api(sandbox.url).get('/projects', forged)).status).toBe(401);
		}
	});

	test('refuses a wrong key and a body without one', async () => {
		expect((await api(sandbox.url).post('/auth/login', { token: 'ocr_wrong' })).status).toBe(401);
		expect((await api(sandbox.url).post('/auth/login', {})).json.message).toEqual([
			'token should not be empty',
		]);
	});
});

test('projects: all with the key of the organization, its own with that of a project', async () => {
	const { organization, project, first, second, account } = await sandbox.open();
	const all = JSON.parse((await organization.get('/projects')).text);
	expect(all.map((entry: { id: string }) => entry.id)).toEqual([first.id, second.id]);
	const [own, ...others] = JSON.parse((await project.get('/projects')).text);
	expect(others).toEqual([]);
	expect(own).toEqual({
		id: first.id,
		name: first.name,
		description: expect.any(String),
		organizationId: account.organizationId,
		isActive: true,
		createdAt: expect.any(String),
		updatedAt: expect.any(String),
	});
});

describe('the reach of a key', () => {
	const paths = (record: string): string[] => [
		'/processing-history',
		'/processing-history/stats',
		`/processing-history/${record}`,
		`/processing-history/${record}/result`,
	];

	test('the key of the organization has to name a project, and one of its own', async () => {
		const { organization, process, first, second } = await sandbox.open();
		const stranger = await sandbox.open();
		const { id: record } = await process();
		for (const path of paths(record)) {
			expect((await organization.get(path)).status).toBe(400);
			expect((await organization.get(`${path}?projectId=`)).status).toBe(400);
			expect((await organization.get(`${path}?projectId=${first.id}`)).status).toBe(200);
			expect((await organization.get(`${path}?projectId=${stranger.first.id}`)).status).toBe(401);
			expect((await organization.get(`${path}?projectId=nonsense`)).status).toBe(401);
			expect((await stranger.project.get(path)).status).toBe(path.includes(record) ? 401 : 200);
		}
		expect(
			(await organization.get(`/processing-history/${record}?projectId=${second.id}`)).status,
		).toBe(404);
	});

	test('the key of a project stands for it, and reaches no other', async () => {
		const { project, process, first, second, account } = await sandbox.open();
		const { id: record } = await process();
		const other = api(sandbox.url, account.projects[1]?.token);
		for (const path of paths(record)) {
			expect((await project.get(path)).status).toBe(200);
			expect((await project.get(`${path}?projectId=${first.id}`)).status).toBe(200);
			expect((await project.get(`${path}?projectId=${second.id}`)).status).toBe(401);
			expect((await other.get(path)).status).toBe(path.includes(record) ? 401 : 200);
		}
	});

	test('an unknown record is 404, a foreign project of an upload 401', async () => {
		const { project, first, second, organization } = await sandbox.open();
		const { status, json } = await project.get(`/processing-history/${id}`);
		expect({ status, json }).toEqual({
			status: 404,
			json: { statusCode: 404, message: 'Processing history not found', error: 'Not Found' },
		});
		expect((await project.get(`/processing-history/${id}/result`)).status).toBe(404);
		expect((await organization.get(`/processing-history/${id}?projectId=${first.id}`)).status).toBe(
			404,
		);
		expect((await project.upload(uploadForm({ projectId: second.id }))).status).toBe(401);
		expect((await organization.upload(uploadForm({ projectId: 'nonsense' }))).status).toBe(401);
	});
});

test('what is no route is 404 in the usual shape', async () => {
	const { project } = await sandbox.open();
	expect((await project.get('/batch')).json).toEqual({
		statusCode: 404,
		message: 'Cannot GET /ocriva/v1/openapi/batch',
		error: 'Not Found',
	});
	const { status, json } = await project.call('POST', '/templates', {
		body: '{',
		headers: { 'content-type': 'application/json' },
	});
	expect({ status, json }).toEqual({
		status: 400,
		json: { statusCode: 400, message: expect.any(String), error: 'Bad Request' },
	});
});
