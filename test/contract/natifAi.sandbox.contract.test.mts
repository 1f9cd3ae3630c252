import type { NewAccount, Services } from '../../sandbox/client.mts';
import { api, custom, form, open, pdf, png, type Answer } from '../sandbox/natifAi/support.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { natifAi } from './natifAi.mts';

let sandbox: TestSandbox;
/**
 * `method path status` of each answer that was checked, with the description's parameters in the
 * path.
 */
const seen = new Set<string>();

beforeAll(async () => {
	sandbox = await startSandbox();
});

afterAll(() => sandbox.stop());

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const unknown = '0c1d2e3f-1111-4222-8333-444455556666';
const today = new Date().toISOString();

function templateOf(path: string): string {
	return path
		.replace(/\?.*/, '')
		.replace(
			new RegExp(`^/processing/results/(?:${uuid}|bad)`),
			'/processing/results/{processing_id}',
		)
		.replace(new RegExp(`^/documents/(?:${uuid}|bad)`), '/documents/{document_id}')
		.replace(/\/(page-images|sub-pdfs)\/[^/]+/, '/$1/{page_num}')
		.replace(/^\/processing\/(?!results|workflows)[^/]+/, '/processing/{workflow}')
		.replace(/^(\/processing\/workflows)\/[^/]+/, '$1/{workflow}');
}

/** Holds an answer against the description. */
function hold(method: string, path: string, { status, headers, bytes }: Answer): void {
	const problems = natifAi.checkResponse(method, `/natif-ai${path}`, status, headers, bytes);
	expect({ method, path, status, problems }).toEqual({ method, path, status, problems: [] });
	seen.add(`${method} ${templateOf(path)} ${status}`);
}

/** A client whose answers are all held against the description. */
async function client(options: NewAccount<Services['natifAi']> = {}) {
	const { token, control, call } = await open(sandbox, options);
	const ask = async (method: string, path: string, init?: RequestInit): Promise<Answer> => {
		const answer = await call(method, path, init);
		hold(method, path, answer);
		return answer;
	};
	const status = async (...request: Parameters<typeof ask>): Promise<number> =>
		(await ask(...request)).status;
	return { token, control, ask, status };
}

const upload = (workflow: string, body = form()): [string, string, RequestInit] => [
	'POST',
	`/processing/${workflow}`,
	{ body },
];

test('uploads', async () => {
	const { status, token, control } = await client({
		balance: 50,
		settings: { largestFile: 50_000 },
	});
	for (const workflow of [
		'ocr',
		'invoice_extraction',
		'generic_splitting',
		`${custom}?include=extractions`,
	])
		expect(await status(...upload(workflow))).toBe(201);
	expect(await status(...upload('ocr?wait_for=0'))).toBe(202);
	expect(await status(...upload(custom))).toBe(402);
	expect(await status(...upload('delivery_note_extraction'))).toBe(403);
	expect(await status(...upload('mystery'))).toBe(404);
	expect(await status(...upload('ocr?wait_for=x', form({ file: null })))).toBe(422);
	const large = form({ file: Buffer.concat([png, Buffer.alloc(50_000)]) });
	expect(await status(...upload('ocr', large))).toBe(429);
	await control.updateAccount(token, { settings: { tooLargeStatus: 413 } });
	expect(await status(...upload('ocr', large))).toBe(413);
	expect(await status(...upload('ocr', form({ name: 'fail.png' })))).toBe(500);
	for (const errorBody of ['list', 'message', 'text'] as const) {
		await control.updateAccount(token, { settings: { errorBody } });
		expect(await status(...upload('mystery'))).toBe(404);
	}
});

test('real boxes, fields and entities of several pages', async () => {
	const { ask } = await client();
	const { json } = await ask(
		...upload('invoice_extraction', form({ file: await pdf(3), name: 'three.pdf' })),
	);
	expect(json.ocr.pages).toHaveLength(3);
});

/** The single results by their path, with a workflow that makes it. */
const singles: Array<[string, string]> = [
	['', 'ocr'],
	['/ocr', 'ocr'],
	['/hocr', 'ocr'],
	['/extractions', custom],
	['/page-images', 'ocr'],
	['/page-images/1', 'ocr'],
	['/thumbnail', 'ocr'],
	['/document-splitting', 'generic_splitting'],
	['/sub-pdfs', 'generic_splitting'],
	['/sub-pdfs/0', 'generic_splitting'],
	['/sub-pdfs/0/file', 'generic_splitting'],
	['/pdf', 'ocr'],
	['/language', 'invoice_extraction'],
	['/ner', 'invoice_extraction'],
];

test.each(singles)('the result "%s" in every state', async (path, workflow) => {
	const { status, token, control } = await client();
	const [done, running, failed] = await control.seedDocuments(token, [
		{ workflow },
		{ workflow, status: 'running' },
		{ workflow, status: 'failed' },
	]);
	const root = '/processing/results';
	const quick = path === '' ? '?wait_for=0' : '';
	expect(await status('GET', `${root}/${done?.id}${path}`)).toBe(200);
	expect(await status('GET', `${root}/${running?.id}${path}${quick}`)).toBe(202);
	expect(await status('GET', `${root}/${failed?.id}${path}`)).toBe(500);
	expect(await status('GET', `${root}/${unknown}${path}`)).toBe(404);
	expect(await status('GET', `${root}/bad${path}`)).toBe(422);
	expect(await (await client()).status('GET', `${root}/${done?.id}${path}`)).toBe(403);
	for (const subPdfs of ['map', 'nestedMap', 'objects'] as const) {
		await control.updateAccount(token, {
			settings: { pageImages: 'array', subPdfs, subPdf: 'json', thumbnail: 'list' },
		});
		expect(await status('GET', `${root}/${done?.id}${path}`)).toBe(200);
	}
	await everywhere('GET', `${root}/${done?.id}${path}`);
});

test('workflows', async () => {
	const { status, token, control } = await client();
	expect(await status('GET', '/processing/workflows?limit=3&locale=de')).toBe(200);
	expect(await status('GET', '/processing/workflows?limit=0')).toBe(422);
	await control.updateAccount(token, { settings: { workflowList: false } });
	expect(await status('GET', '/processing/workflows')).toBe(404);
	for (const path of ['/processing/workflows/ocr/image', '/processing/ocr/openapi']) {
		expect(await status('GET', path)).toBe(200);
		expect(await status('GET', path.replace('ocr', 'mystery'))).toBe(404);
	}
});

test.each([
	['hourly', `${today.slice(0, 13)}Z`],
	['daily', today.slice(0, 10)],
	['weekly', '2026-W01'],
	['monthly', today.slice(0, 7)],
])('usage, %s', async (interval, start) => {
	const { status } = await client();
	await status(...upload('ocr'));
	for (const more of ['', '&extended=true', `&end=${start}`])
		expect(await status('GET', `/processing/ocr/usage/${interval}?start=${start}${more}`)).toBe(
			200,
		);
	expect(await status('GET', `/processing/ocr/usage/${interval}`)).toBe(422);
	expect(await status('GET', `/processing/mystery/usage/${interval}?start=${start}`)).toBe(404);
});

test('the older documents', async () => {
	const { ask, status } = await client();
	const { json } = await ask(...upload('ocr'));
	expect(await status('GET', '/documents')).toBe(200);
	expect(await status('GET', '/documents?limit=0')).toBe(422);
	expect(await (await client()).status('DELETE', `/documents/${json.processing_id}`)).toBe(403);
	expect(await status('DELETE', `/documents/${json.processing_id}`)).toBe(204);
	expect(await status('DELETE', `/documents/${unknown}`)).toBe(404);
	expect(await status('DELETE', '/documents/bad')).toBe(422);
});

test.each([
	['POST', '/processing/ocr'],
	['GET', '/processing/workflows'],
	['GET', '/processing/workflows/ocr/image'],
	['GET', '/processing/ocr/openapi'],
	...['hourly', 'daily', 'weekly', 'monthly'].map((interval) => [
		'GET',
		`/processing/ocr/usage/${interval}?start=2026-01`,
	]),
	['GET', '/documents'],
	['DELETE', `/documents/${unknown}`],
])('%s %s without a key, at a limit, and broken', (method = '', path = '') =>
	everywhere(method, path),
);

async function everywhere(method: string, path: string): Promise<void> {
	for (const key of [undefined, 'wrong']) {
		const answer = await api(sandbox.url, key).call(method, path);
		expect(answer.status).toBe(401);
		hold(method, path, answer);
	}
	const { status, token, control } = await client();
	for (const fault of [
		{ status: 429, retryAfter: 1 },
		{ status: 429 },
		{ status: 500 },
		{ status: 502, html: true },
	]) {
		await control.addFault({ token, route: '*', ...fault });
		expect(await status(method, path)).toBe(fault.status);
	}
	await control.updateAccount(token, { settings: { rateLimit: { requests: 0, seconds: 60 } } });
	expect(await status(method, path)).toBe(429);
}

test('every status that the description names has been answered and checked', () => {
	const named = Object.entries(natifAi.description.paths).flatMap(([path, item]) =>
		['get', 'post', 'delete'].flatMap((method) =>
			Object.keys(item[method]?.responses ?? {}).map(
				(status) => `${method.toUpperCase()} ${path} ${status}`,
			),
		),
	);
	expect(
		named.filter(
			(line) => ![...seen].some((done) => done === line || done.replace(/5\d\d$/, '5XX') === line),
		),
	).toEqual([]);
});
