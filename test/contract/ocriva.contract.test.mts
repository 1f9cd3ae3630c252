import { startReceiver } from '../support/receiver.mts';
import {
	api,
	batchForm,
	ocrivaSandbox,
	png,
	uploadForm,
	type Member,
} from '../sandbox/ocriva/support.mts';
import { ocriva } from './ocriva.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;
/** `method path status` of each answer that was checked. */
const seen = new Set<string>();

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

type Request = [method: string, path: string, init?: RequestInit];

/** Sends a request with a key, and holds the answer against the description; gives its status. */
async function status(key: string | undefined, ...[method, path, init]: Request): Promise<number> {
	const answer = await api(sandbox.url, key).call(method, path, init);
	const problems = ocriva.checkResponse(
		method,
		`/ocriva/v1/openapi${path}`,
		answer.status,
		answer.headers,
		answer.bytes,
	);
	expect({ method, path, status: answer.status, problems }).toEqual({
		method,
		path,
		status: answer.status,
		problems: [],
	});
	seen.add(
		`${method} ${path.replace(/\?.*/, '').replace(/history\/(?!stats)[^/]+/, 'history/{id}')} ${answer.status}`,
	);
	return answer.status;
}

const form = (path: string, body: FormData): Request => ['POST', path, { body }];
const json = (path: string, body: object): Request => [
	'POST',
	path,
	{ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
];

const upload = (
	{ first }: Member,
	fields: Record<string, string> = {},
	file?: Uint8Array,
): Request => form('/upload', uploadForm({ projectId: first.id, ...fields }, file));

test('uploads', async () => {
	const member = await sandbox.open({ balance: 2, settings: { largestFile: 1000 } });
	const { token, first, second, control } = member;
	expect(await status(token, ...upload(member, { templateId: member.template('Full page') }))).toBe(
		201,
	);
	expect(await status(token, ...upload(member, { fileSize: 'x' }))).toBe(400);
	expect(await status(first.token, ...form('/upload', uploadForm({ projectId: second.id })))).toBe(
		401,
	);
	expect(
		await status(
			token,
			...form(
				'/batch/upload',
				batchForm({ projectId: first.id, templateId: member.template('Full page') }, ['a.png']),
			),
		),
	).toBe(201);
	expect(await status(token, ...form('/batch/upload', batchForm({}, [])))).toBe(400);
	expect(await status(token, ...upload(member))).toBe(402);
	expect(
		await status(token, ...form('/batch/upload', batchForm({ projectId: first.id }, ['a.png']))),
	).toBe(402);
	const large = Buffer.concat([png, Buffer.alloc(2000)]);
	for (const tooLargeBody of ['json', 'html'] as const) {
		await control.updateAccount(token, { settings: { tooLargeBody } });
		expect(await status(token, ...upload(member, {}, large))).toBe(413);
		expect(await status(token, ...form('/batch/upload', batchForm({}, ['a.png'], large)))).toBe(
			413,
		);
	}
	for (const entry of (await control.requests(token)).filter((request) => request.status === 201))
		expect(ocriva.checkRequest(entry)).toEqual(['Accept is "*/*", not application/json']);
});

test('records in every state', async () => {
	const { token, first, template, control } = await sandbox.open();
	const states = [
		'pending',
		'queued',
		'in_progress',
		'completed',
		'failed',
		'retention_expired',
		'mystery',
	];
	const seeds = states.map((state) => ({
		id: state,
		status: state,
		templateId: template('Plain text'),
	}));
	await control.seedDocuments(token, [...seeds, { id: 'bare' }]);
	await control.seedDocuments(token, [{ batchId: 'b' }]);
	await control.updateAccount(token, { settings: { batchInRecords: true } });
	for (const absentFields of ['missing', 'null'] as const) {
		for (const errorKey of ['error', 'errorMessage', 'message', 'none'] as const) {
			await control.updateAccount(token, { settings: { absentFields, errorKey } });
			expect(await status(first.token, 'GET', '/processing-history')).toBe(200);
		}
		for (const state of states)
			expect(await status(first.token, 'GET', `/processing-history/${state}`)).toBe(200);
	}
	expect(await status(first.token, 'GET', '/processing-history/stats')).toBe(200);
	for (const format of ['json', 'text', 'xml', 'html', 'csv', 'pdf', 'docx']) {
		expect(
			await status(first.token, 'GET', `/processing-history/bare/result?format=${format}`),
		).toBe(200);
	}
	expect(await status(first.token, 'GET', '/processing-history/completed/result')).toBe(200);
	expect(await status(first.token, 'GET', '/processing-history/pending/result')).toBe(400);
	expect(await status(first.token, 'GET', '/processing-history/nothing')).toBe(404);
	expect(await status(first.token, 'GET', '/processing-history/nothing/result')).toBe(404);
	for (const path of ['', '/stats', '/bare', '/bare/result'])
		expect(await status(token, 'GET', `/processing-history${path}`)).toBe(400);
	for (const entry of await control.requests(first.token))
		expect(ocriva.checkRequest(entry).filter((problem) => !problem.startsWith('Accept'))).toEqual(
			[],
		);
});

test('projects, templates and the login', async () => {
	const { token, first } = await sandbox.open();
	for (const key of [token, first.token]) {
		expect(await status(key, 'GET', '/projects')).toBe(200);
		expect(await status(key, 'GET', '/templates')).toBe(200);
		expect(await status(undefined, ...json('/auth/login', { token: key }))).toBe(200);
	}
	const template = {
		name: 'New',
		description: 'x',
		templateSchema: {},
		projectId: first.id,
		instructions: 'x',
	};
	expect(await status(token, ...json('/templates', template))).toBe(201);
	expect(await status(token, ...json('/templates', template))).toBe(409);
	expect(await status(token, ...json('/templates', {}))).toBe(400);
	expect(await status(undefined, ...json('/auth/login', {}))).toBe(400);
	expect(await status(undefined, ...json('/auth/login', { token: 'x' }))).toBe(401);
});

const everyRoute: Array<[string, string]> = [
	['GET', '/projects'],
	['POST', '/upload'],
	['POST', '/batch/upload'],
	['GET', '/processing-history'],
	['GET', '/processing-history/stats'],
	['GET', '/processing-history/x'],
	['GET', '/processing-history/x/result'],
	['GET', '/templates'],
	['POST', '/templates'],
];

test.each(everyRoute)('%s %s with a bad key, at a limit, and broken', async (method, path) => {
	expect(await status(undefined, method, path)).toBe(401);
	expect(await status('ocr_wrong', method, path)).toBe(401);
	const { token, control } = await sandbox.open({ settings: { keys: 'forbidden' } });
	expect(await status(token, method, path)).toBe(403);
	for (const fault of [
		{ status: 429, retryAfter: 1 },
		{ status: 429, html: true },
		{ status: 500 },
		{ status: 502, html: true },
	]) {
		await control.addFault({ token, route: '*', ...fault });
		expect(await status(token, method, path)).toBe(fault.status);
	}
	await control.updateAccount(token, { settings: { rateLimit: { requests: 0, seconds: 60 } } });
	expect(await status(token, method, path)).toBe(429);
});

test('a broken login', async () => {
	await sandbox.of('ocriva').addFault({ route: 'login', status: 500 });
	expect(await status(undefined, ...json('/auth/login', {}))).toBe(500);
});

test('webhooks of every event', async () => {
	const receiver = await startReceiver();
	try {
		const { process, project, first } = await sandbox.open({
			webhookUrl: receiver.url,
			webhookSecret: 'x',
		});
		await process();
		await process({ fileName: 'fail.png' });
		await project.batch(batchForm({}, ['a.png']));
		await project.post('/templates', {
			name: 'New',
			description: 'x',
			templateSchema: {},
			projectId: first.id,
		});
		const deliveries = await receiver.waitFor(9);
		for (const { headers, body } of deliveries)
			expect(ocriva.checkWebhook(headers, body)).toEqual([]);
		expect(
			new Set(deliveries.map(({ body }) => (JSON.parse(body) as { eventType: string }).eventType))
				.size,
		).toBe(6);
	} finally {
		await receiver.stop();
	}
});

test('every status that the description names has been answered and checked', () => {
	const named = Object.entries(ocriva.description.paths).flatMap(([path, item]) =>
		['get', 'post'].flatMap((method) =>
			Object.keys(item[method]?.responses ?? {}).map(
				(code) => `${method.toUpperCase()} ${path.replace('/v1/openapi', '')} ${code}`,
			),
		),
	);
	const answered = new Set([...seen].map((line) => line.replace(/5\d\d$/, '5XX')));
	expect(named.filter((line) => !answered.has(line))).toEqual([]);
});
