import { createHmac } from 'node:crypto';
import { signature } from '../../sandbox/server/handwritingOcr/webhooks.mts';
import { phpJson } from '../../sandbox/server/shared/phpJson.mts';
import { startReceiver, type Receiver } from '../support/receiver.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { api, uploadForm } from './support/api.mts';
import { until } from '../support/until.mts';

let sandbox: TestSandbox;
let receiver: Receiver;

beforeAll(async () => {
	sandbox = await startSandbox();
});

afterAll(() => sandbox.stop());

beforeEach(async () => {
	receiver = await startReceiver();
});

afterEach(() => receiver.stop());

const secret = 'test-secret';

function hmac(body: string, key = secret): string {
	return createHmac('sha256', key).update(body).digest('hex');
}

async function client(
	settings: object = {},
	options: object = { webhookUrl: receiver.url, webhookSecret: secret },
) {
	const { token } = await sandbox.createAccount({ ...options, settings });
	return { token, ...api(`${sandbox.url}/v3`, token) };
}

test('the known test vector', () => {
	const body = phpJson({
		id: 'Tst0Doc123',
		file_name: 'café.pdf',
		status: 'processed',
		results: [{ page_number: 1, transcript: 'a/b' }],
	});
	expect(body).toBe(
		'{"id":"Tst0Doc123","file_name":"caf\\u00e9.pdf","status":"processed","results":[{"page_number":1,"transcript":"a\\/b"}]}',
	);
	expect(Buffer.byteLength(body)).toBe(118);
	expect(signature(body, 'test-secret')).toBe(
		'sha256=36c0345d4742a32e63ad9bf6deb68e2f9d6f4b4ac8a4a7c662bc569341b862fa',
	);
});

test('JSON as PHP writes it', () => {
	expect(phpJson({ a: '😀/\n"ß' })).toBe('{"a":"\\ud83d\\ude00\\/\\n\\"\\u00df"}');
});

test('a processed document is delivered, signed over the raw bytes', async () => {
	const { process } = await client();
	const document = await process(uploadForm({}, undefined, 'café.png'));
	const [delivery] = await receiver.waitFor(1);
	expect(delivery?.method).toBe('POST');
	expect(delivery?.headers['content-type']).toBe('application/json');
	expect(delivery?.headers['x-signature']).toBe(`sha256=${hmac(delivery?.body ?? '')}`);
	expect(delivery?.body).toContain('caf\\u00e9.png');
	expect(delivery?.body).toContain('http:\\/\\/');
	expect(JSON.parse(delivery?.body ?? '')).toEqual(document);
});

test('signed with some key although no secret is set', async () => {
	await (await client({}, { webhookUrl: receiver.url })).process();
	const [delivery] = await receiver.waitFor(1);
	expect(delivery?.headers['x-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
});

test("the address of the upload wins over the account's, and gets it once", async () => {
	const { process, token } = await client();
	await process(uploadForm({ webhook_url: `${receiver.url}/own` }));
	const deliveries = await until(async () => {
		const list = await sandbox.control.deliveries(token);
		return list.length > 0 ? list : undefined;
	});
	expect(deliveries).toMatchObject([
		{ url: `${receiver.url}/own`, status: 200, body: '{"ok":true}' },
	]);
	expect(receiver.received.map(({ url }) => url)).toEqual(['/hook/own']);
});

test('a failure is delivered with or without error, or not at all', async () => {
	const fail = uploadForm({}, undefined, 'fail.png');
	await (await client()).process(fail);
	await (await client({ webhook: { error: false } })).process(fail);
	const [first, second] = (await receiver.waitFor(2)).map(({ body }) => JSON.parse(body));
	expect(first).toMatchObject({ status: 'failed', error: expect.any(String) });
	expect(second).toMatchObject({ status: 'failed' });
	expect(second).not.toHaveProperty('error');
	const { process, token } = await client({ webhook: { failures: false } });
	await process(fail);
	await process();
	await receiver.waitFor(3);
	const deliveries = await until(async () => {
		const list = await sandbox.control.deliveries(token);
		return list.length > 0 && list;
	});
	expect([deliveries.length, receiver.received.length]).toEqual([1, 3]);
});

describe('switches', () => {
	const send = async (switches: object, settings: object = {}) => {
		const { token } = await client(settings);
		const [document] = await sandbox.control.seedDocuments(token, [{ fileName: 'a.pdf' }]);
		const answer = await sandbox.control.sendWebhook(token, {
			documentId: document?.id,
			...switches,
		});
		return { answer, received: receiver.received, token };
	};

	test("the receiver's answer comes back", async () => {
		receiver.answer = { status: 401, body: 'no' };
		expect((await send({})).answer).toEqual({ status: 401, body: 'no', error: null });
		expect((await send({ url: 'http://127.0.0.1:9/' })).answer).toMatchObject({
			status: null,
			error: expect.any(String),
		});
	});

	test.each([
		['none', () => undefined],
		['noPrefix', (body: string) => hmac(body)],
		['upperCase', (body: string) => `sha256=${hmac(body).toUpperCase()}`],
		['valid', (body: string) => `sha256=${hmac(body)}`],
	] as const)('signature %s', async (kind, expected) => {
		const [delivery] = (await send({ signature: kind })).received;
		expect(delivery?.headers['x-signature']).toBe(expected(delivery?.body ?? ''));
	});

	test('a wrong secret', async () => {
		const [delivery] = (await send({ signature: 'wrongSecret' })).received;
		expect(delivery?.headers['x-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
		expect(delivery?.headers['x-signature']).not.toBe(`sha256=${hmac(delivery?.body ?? '')}`);
	});

	test('several copies', async () => {
		const { received } = await send({ copies: 3 });
		expect(received).toHaveLength(3);
		expect(new Set(received.map(({ body }) => body)).size).toBe(1);
	});

	test('without results, with another status', async () => {
		const [delivery] = (await send({ results: false, status: 'rejected' })).received;
		const body = JSON.parse(delivery?.body ?? '');
		expect(body.status).toBe('rejected');
		expect(body).not.toHaveProperty('results');
	});

	test("a body of one's own, as an object or as it is", async () => {
		const { token } = await client();
		await sandbox.control.sendWebhook(token, { body: { id: 'a/b' } });
		await sandbox.control.sendWebhook(token, { body: 'not json' });
		expect(receiver.received.map(({ body }) => body)).toEqual(['{"id":"a\\/b"}', 'not json']);
		expect(receiver.received[1]?.headers['x-signature']).toBe(`sha256=${hmac('not json')}`);
	});

	test('a forged delivery comes before the real one', async () => {
		await (await client({ webhook: { forged: true } })).process();
		const [forged, real] = await receiver.waitFor(2);
		expect(JSON.parse(forged?.body ?? '').results[0].transcript).toBe('forged text');
		expect(forged?.headers['x-signature']).not.toBe(`sha256=${hmac(forged?.body ?? '')}`);
		expect(real?.headers['x-signature']).toBe(`sha256=${hmac(real?.body ?? '')}`);
	});

	test('an early delivery comes while the API still says processing', async () => {
		const { upload, get } = await client({ webhook: { early: 60_000 } });
		const { id } = (await upload()).json;
		const [delivery] = await receiver.waitFor(1);
		expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
			id,
			status: 'processed',
			results: [{ page_number: 1 }],
		});
		expect((await get(`/documents/${id}`)).json.status).toBe('processing');
	});

	test('a late delivery comes when the API has long had the result', async () => {
		const { process, token } = await client({ webhook: { delay: 1_000 } });
		const { id, updated_at: finishedAt } = await process();
		const [delivery] = await until(async () => {
			const list = await sandbox.control.deliveries(token);
			return list.length > 0 && list;
		});
		expect(delivery).toMatchObject({ documentId: id, status: 200 });
		const late = Date.parse(delivery?.at ?? '') - Date.parse(finishedAt);
		expect(late).toBeGreaterThanOrEqual(1_000);
	});

	test('an unknown switch is refused', async () => {
		await expect(send({ sign: 'no' })).rejects.toMatchObject({ status: 422 });
	});
});
