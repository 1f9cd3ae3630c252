import type { NewAccount } from '../../sandbox/client.mts';
import { api, pdf, png, uploadForm } from '../sandbox/support/api.mts';
import { startReceiver } from '../support/receiver.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { handwritingOcr } from './handwritingOcr.mts';

let sandbox: TestSandbox;
/** `operation status` of each answer that was checked. */
const seen = new Set<string>();

beforeAll(async () => {
	sandbox = await startSandbox();
});

afterAll(() => sandbox.stop());

/** A client whose answers are all held against the description. */
async function client(
	root: '/v3' | '/v2' | '/api/v3' = '/v3',
	options: NewAccount = {},
	ownToken?: string,
) {
	const token = ownToken ?? (await sandbox.createAccount(options)).token;
	const base = api(sandbox.url + root, token === 'none' ? undefined : token);
	const call = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
		const headers = {
			accept: 'application/json',
			...(token === 'none' ? {} : { authorization: `Bearer ${token}` }),
			...init.headers,
		};
		const response = await fetch(sandbox.url + root + path, {
			redirect: 'manual',
			...init,
			method,
			headers,
		});
		const body = new Uint8Array(await response.clone().arrayBuffer());
		const { status } = response;
		expect({
			method,
			path,
			status,
			problems: handwritingOcr.checkResponse(method, root + path, status, response.headers, body),
		}).toEqual({ method, path, status, problems: [] });
		seen.add(
			`${method} ${root.replace('/api', '')}${path.replace(/[A-Za-z0-9]{10}(?=[./]|$)/, '{id}').replace(/\?.*/, '')} ${response.status}`,
		);
		return response;
	};
	const status = async (...request: Parameters<typeof call>): Promise<number> =>
		(await call(...request)).status;
	return { token, call, status, process: base.process };
}

const post = (form: FormData): [string, string, RequestInit] => [
	'POST',
	'/documents',
	{ body: form },
];

describe.each(['/v3', '/v2'] as const)('%s', (root) => {
	test('uploads', async () => {
		const { status } = await client(root, { balance: 2 });
		expect(await status(...post(uploadForm()))).toBe(201);
		expect(await status(...post(uploadForm({}, null)))).toBe(400);
		expect(await status(...post(uploadForm({}, await pdf(3), 'three.pdf')))).toBe(403);
		expect(await status(...post(uploadForm({}, Buffer.from('text'), 'text.pdf')))).toBe(415);
		expect(await status(...post(uploadForm({ delete_after: '1' })))).toBe(422);
		const large = Buffer.alloc(20 * 1024 * 1024 + 1);
		png.copy(large);
		expect(await status(...post(uploadForm({}, large)))).toBe(413);
		expect(
			await (
				await client(root, { settings: { tooLargeBody: 'html' } })
			).status(...post(uploadForm({}, large))),
		).toBe(413);
		expect(
			await (
				await client(root, { settings: { firstStatus: 'new', v2UploadKey: 'document_id' } })
			).status(...post(uploadForm())),
		).toBe(201);
	});

	test('lists', async () => {
		const { status, token } = await client(root);
		expect(await status('GET', '/documents')).toBe(200);
		await sandbox.control.seedDocuments(token, [
			{},
			{ status: 'queued' },
			{ status: 'mystery' },
			{ status: 'failed', error: 'x' },
		]);
		expect(await status('GET', '/documents?per_page=2&page=2')).toBe(200);
		expect(await status('GET', '/documents?per_page=201')).toBe(422);
		await sandbox.control.updateAccount(token, {
			settings: { listQuirks: true, pendingPageCount: 'null' },
		});
		expect(await status('GET', '/documents?per_page=1')).toBe(200);
	});

	test.each([
		['transcribe', ['txt', 'docx', 'json'], 'csv'],
		['tables', ['xlsx', 'json'], 'txt'],
		['extractor', ['xlsx', 'csv', 'json'], 'docx'],
	])('documents and files of %s', async (action, formats, wrong) => {
		const { status, process, token } = await client(root);
		const { id } = await process(
			uploadForm({ action, extractor_id: 'x' }, await pdf(2), 'two.pdf'),
		);
		expect(await status('GET', `/documents/${id}`)).toBe(200);
		for (const format of formats)
			expect(await status('GET', `/documents/${id}.${format}`)).toBe(200);
		expect(await status('GET', `/documents/${id}.${wrong}`)).toBe(400);
		expect(await status('GET', `/document/${id}/image-2.jpg`)).toBe(200);
		expect(await status('GET', `/document/${id}/image-3.jpg`)).toBe(404);
		await sandbox.control.updateAccount(token, {
			settings: { thumbnails: 'none', detailDates: false },
		});
		expect(await status('GET', `/documents/${id}`)).toBe(200);

		const other = await client(root);
		expect(await other.status('GET', `/documents/${id}`)).toBe(403);
		expect(await other.status('GET', `/documents/${id}.json`)).toBe(403);
		expect(await other.status('GET', `/document/${id}/image-1.jpg`)).toBe(403);
		expect(await other.status('DELETE', `/documents/${id}`)).toBe(403);
		expect(await status('DELETE', `/documents/${id}`)).toBe(204);
		expect(await status('DELETE', `/documents/${id}`)).toBe(404);
		expect(await status('GET', `/documents/${id}`)).toBe(404);
		expect(await status('GET', `/documents/${id}.json`)).toBe(404);
	});

	test.each(['empty', 'cells'] as const)('tables whose rows are %s', async (tableRows) => {
		const { status, process } = await client(root, { settings: { tableRows } });
		const { id } = await process(uploadForm({ action: 'tables' }));
		expect(await status('GET', `/documents/${id}.json`)).toBe(200);
	});

	test('pending and failed documents', async () => {
		const { call, status, process, token } = await client(root, {
			settings: { processing: 'manual' },
		});
		const { id } = (await (await call(...post(uploadForm()))).json()) as { id: string };
		expect(await status('GET', `/documents/${id}`)).toBe(200);
		expect(await status('GET', `/documents/${id}.txt`)).toBe(202);
		await sandbox.control.updateAccount(token, {
			settings: { pendingStatus: 202, processing: 'automatic' },
		});
		expect(await status('GET', `/documents/${id}`)).toBe(202);
		const failed = await process(uploadForm({}, undefined, 'fail.png'));
		expect(await status('GET', `/documents/${failed.id}`)).toBe(200);
		for (const failedDownloadStatus of [202, 400, 404, 500] as const) {
			await sandbox.control.updateAccount(token, { settings: { failedDownloadStatus } });
			expect(await status('GET', `/documents/${failed.id}.txt`)).toBe(failedDownloadStatus);
		}
	});

	test.each([
		['POST', '/documents'],
		['GET', '/documents'],
		['GET', '/documents/aB3dE6gH9j'],
		['GET', '/documents/aB3dE6gH9j.txt'],
		['DELETE', '/documents/aB3dE6gH9j'],
		['GET', '/document/aB3dE6gH9j/image-1.jpg'],
	])('%s %s without a token, at a limit, and broken', async (method, path) => {
		await everywhere(root, method, path, 401);
	});
});

async function everywhere(
	root: '/v3' | '/v2',
	method: string,
	path: string,
	unauthenticated: number,
): Promise<void> {
	for (const token of ['none', '1|unknown']) {
		const stranger = await client(root, {}, token);
		expect(await stranger.status(method, path)).toBe(unauthenticated);
		if (!path.includes('image'))
			expect(await stranger.status(method, path, { headers: { accept: '*/*' } })).toBe(302);
	}
	const { status, token } = await client(root);
	for (const fault of [
		{ status: 429, retryAfter: 1 },
		{ status: 429, html: true },
		{ status: 500 },
		{ status: 503, html: true },
	]) {
		for (const when of ['before', 'after'] as const) {
			await sandbox.control.addFault({ token, route: '*', ...fault, when });
			if (path === '/credits/topup' && fault.html && fault.status === 429)
				await sandbox.control.clearFaults(token);
			else expect(await status(method, path)).toBe(fault.status);
		}
	}
	await sandbox.control.updateAccount(token, {
		settings: { rateLimit: { requests: 0, seconds: 60 } },
	});
	expect(await status(method, path)).toBe(429);
}

describe('the account', () => {
	const topUp = (amount: string): [string, string, RequestInit] => {
		const body = new FormData();
		body.set('amount', amount);
		return ['POST', '/credits/topup', { body }];
	};

	test('users/me', async () => {
		expect(await (await client()).status('GET', '/users/me')).toBe(200);
		await everywhere('/v3', 'GET', '/users/me', 401);
	});

	test.each(['error', 'code', 'message'] as const)(
		'each answer of a top-up with the code under %s',
		async (topUpErrorKey) => {
			const settings = { topUpErrorKey };
			const { status } = await client('/v3', { settings });
			expect(await status(...topUp('150'))).toBe(422);
			expect(await status(...topUp('0'))).toBe(422);
			expect(await status(...topUp('x'))).toBe(422);
			expect(await status(...topUp('100'))).toBe(200);
			expect(await status(...topUp('100'))).toBe(429);
			const answers = [
				['no_subscription', 403],
				['no_payment_method', 422],
				['payment_failed', 422],
				['authentication_required', 402],
			] as const;
			for (const [topUpSetting, expected] of answers) {
				const other = await client('/v3', { settings: { ...settings, topUp: topUpSetting } });
				expect(await other.status(...topUp('100'))).toBe(expected);
			}
		},
	);

	test('a top-up without a token, at a limit, and broken', () =>
		everywhere('/v3', 'POST', '/credits/topup', 403));
});

test('webhooks', async () => {
	const receiver = await startReceiver();
	try {
		const { process } = await client('/v3', { webhookUrl: receiver.url });
		await process(uploadForm({}, undefined, 'fail.png'));
		for (const action of ['transcribe', 'tables', 'extractor'])
			await process(uploadForm({ action, extractor_id: 'x' }));
		for (const { headers, body } of await receiver.waitFor(4))
			expect(handwritingOcr.checkWebhook(headers, body)).toEqual([]);
	} finally {
		await receiver.stop();
	}
});

test('every status that the description names has been answered and checked', () => {
	const named = Object.entries(handwritingOcr.description.paths).flatMap(([path, item]) =>
		['get', 'post', 'delete'].flatMap((method) =>
			Object.keys(item[method]?.responses ?? {}).map((status) => ({
				method: method.toUpperCase(),
				path,
				status,
			})),
		),
	);
	const missing = named.filter(({ method, path, status }) => {
		const pattern = path
			.replace(/[.]/g, '\\.')
			.replace('{page}', '\\d+')
			.replace('\\.{format}', '\\.\\w+')
			.replace('{id}', '\\{id\\}');
		return ![...seen].some((line) =>
			new RegExp(`^${method} ${pattern} ${status.replace('XX', '\\d\\d')}$`).test(line),
		);
	});
	expect(missing).toEqual([]);
});
