import { createHmac } from 'node:crypto';
import { startReceiver, type Received, type Receiver } from '../../support/receiver.mts';
import { batchForm, ocrivaSandbox, uploadForm } from './support.mts';
import { until } from '../../support/until.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;
let receiver: Receiver;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

beforeEach(async () => {
	receiver = await startReceiver();
});

afterEach(() => receiver.stop());

const webhookSecret = 'a secret';

type Envelope = {
	eventType: string;
	eventId: string;
	timestamp: string;
	organizationId: string;
	projectId: string;
	payload: Record<string, unknown>;
};

function envelopes(): Envelope[] {
	return receiver.received.map(({ body }) => JSON.parse(body) as Envelope);
}

/** Deliveries come in no certain order. */
async function events(count: number): Promise<Map<string, Envelope>> {
	await receiver.waitFor(count);
	return new Map(envelopes().map((envelope) => [envelope.eventType, envelope]));
}

function hex(body: string): string {
	return createHmac('sha256', webhookSecret).update(body).digest('hex');
}

const open = (settings: object = {}, secret: string | null = webhookSecret) =>
	sandbox.open({ webhookUrl: receiver.url, webhookSecret: secret, settings });

test('an upload and its end, in the documented envelope', async () => {
	const { process, account, first, template } = await open();
	const entry = await process({ templateId: template('Full page'), fileSize: '70' });
	const seen = await events(2);
	const envelope = {
		eventId: expect.stringMatching(/^evt_\d{13}_[a-z0-9]{6}$/),
		timestamp: expect.stringMatching(/Z$/),
		organizationId: account.organizationId,
		projectId: first.id,
	};
	expect(seen.get('document.uploaded')).toEqual({
		...envelope,
		eventType: 'document.uploaded',
		payload: {
			id: entry.uploadId,
			fileName: 'letter.png',
			fileSize: 70,
			mimeType: 'image/png',
			status: 'uploaded',
			templateId: template('Full page'),
		},
	});
	const { processingResult, completedAt } = entry;
	expect(seen.get('document.processed')).toMatchObject({
		...envelope,
		payload: {
			id: entry.uploadId,
			processingHistoryId: entry.id,
			status: 'completed',
			processingResult,
			completedAt,
		},
	});
});

test('the end of a document that failed', async () => {
	const { process } = await open();
	const { id } = await process({ fileName: 'fail.png' });
	const { payload } = (await events(2)).get('document.failed') ?? {};
	expect(payload).toMatchObject({
		processingHistoryId: id,
		status: 'failed',
		error: 'The document could not be read.',
	});
});

test('a batch, from its upload to its last file', async () => {
	const { project } = await open();
	const { json } = await project.batch(batchForm({}, ['a.png', 'fail.png']));
	const seen = await events(6);
	expect(seen.get('batch.uploaded')?.payload).toMatchObject({
		id: json.id,
		totalFiles: 2,
		completedFiles: 0,
		status: 'processing',
	});
	expect(seen.get('batch.completed')?.payload).toMatchObject({
		id: json.id,
		totalFiles: 2,
		completedFiles: 1,
		failedFiles: 1,
		status: 'completed',
	});
	const types = envelopes().map(({ eventType }) => eventType);
	expect(types.sort().join(' ')).toBe(
		'batch.completed batch.uploaded document.failed document.processed document.uploaded document.uploaded',
	);
});

test('a new template', async () => {
	const { project, first } = await open();
	await project.post('/templates', {
		name: 'New',
		description: 'x',
		templateSchema: {},
		projectId: first.id,
	});
	expect((await events(1)).get('template.created')?.payload).toMatchObject({
		name: 'New',
		projectId: first.id,
	});
});

test('only the events that are chosen', async () => {
	const { process, control, token } = await open({ webhookEvents: ['document.failed'] });
	await process();
	await process({ fileName: 'fail.png' });
	const deliveries = await until(async () => {
		const log = await control.deliveries(token);
		return log.length > 0 ? log : undefined;
	});
	expect(deliveries).toHaveLength(1);
	expect(envelopes().map(({ eventType }) => eventType)).toEqual(['document.failed']);
});

describe('the signature', () => {
	test('is hex over the raw bytes, and is there only with a secret', async () => {
		const signed = await open();
		await signed.process();
		for (const { body, headers } of await receiver.waitFor(2))
			expect(headers['x-webhook-signature']).toBe(hex(body));
		const unsigned = await open({}, null);
		await unsigned.process();
		for (const { headers } of (await receiver.waitFor(4)).slice(2))
			expect(headers).not.toHaveProperty('x-webhook-signature');
	});

	const cases: Array<[string, (body: string) => unknown]> = [
		['valid', hex],
		['none', () => undefined],
		['prefixed', (body) => `sha256=${hex(body)}`],
		['upperCase', (body) => hex(body).toUpperCase()],
		['wrongSecret', (body) => expect.not.stringContaining(hex(body))],
	];
	test.each(cases)('can be %s', async (signature, expected) => {
		const { control, token } = await open();
		await control.sendWebhook(token, { payload: { a: 1 }, signature: signature as 'valid' });
		const [{ headers, body } = {} as Received] = await receiver.waitFor(1);
		expect(headers['x-webhook-signature']).toEqual(expected(body));
	});
});

describe('on demand', () => {
	test('a record, twice with one event id', async () => {
		const { control, token } = await open();
		const [record] = await control.seedDocuments(token, [{ status: 'failed' }]);
		const answer = await control.sendWebhook(token, { documentId: record?.uploadId, copies: 2 });
		expect(answer).toEqual({ status: 200, body: '{"ok":true}', error: null });
		const [one, two, ...more] = envelopes();
		expect(more).toEqual([]);
		expect(one).toMatchObject({
			eventType: 'document.failed',
			payload: { processingHistoryId: record?.id },
		});
		expect(two).toEqual(one);
		await control.sendWebhook(token, {
			documentId: record?.id,
			eventType: 'document.processed',
			eventId: 'evt_1_abcdef',
		});
		expect(envelopes()[2]).toMatchObject({
			eventType: 'document.processed',
			eventId: 'evt_1_abcdef',
		});
	});

	test('letters beyond ASCII and unusual spacing, signed as they are', async () => {
		const { control, token } = await open();
		await control.sendWebhook(token, { payload: { a: 'é' }, nonAscii: true, spacing: 'unusual' });
		const [{ headers, body } = {} as Received] = await receiver.waitFor(1);
		expect(headers['x-webhook-signature']).toBe(hex(body));
		expect(body).toContain('東京');
		expect(JSON.stringify(JSON.parse(body))).not.toBe(body);
		expect(JSON.parse(body)).toMatchObject({
			payload: { a: 'é', note: expect.stringContaining('😀') },
		});
	});

	test('any body to any address', async () => {
		const { control, token } = await sandbox.open({ webhookSecret });
		await control.sendWebhook(token, { url: receiver.url, body: 'not { JSON' });
		await control.sendWebhook(token, { url: receiver.url, body: { b: 2 } });
		expect(receiver.received.map(({ body }) => body)).toEqual(['not { JSON', '{"b":2}']);
		expect(receiver.received[0]?.headers['x-webhook-signature']).toBe(hex('not { JSON'));
	});

	test('what cannot be sent is refused', async () => {
		const { control, token } = await sandbox.open();
		await expect(control.sendWebhook(token, { payload: {} })).rejects.toMatchObject({
			status: 422,
		});
		await expect(control.sendWebhook(token, { url: receiver.url })).rejects.toMatchObject({
			status: 422,
		});
		await expect(
			control.sendWebhook(token, { url: receiver.url, documentId: 'x' }),
		).rejects.toMatchObject({ status: 404 });
	});
});

test.each([
	['historyId', 'historyId'],
	['id', 'id'],
	['none', undefined],
] as const)('the record can stand under %s', async (recordKey, key) => {
	const { process } = await open({
		webhookEvents: ['document.processed'],
		webhook: { recordKey, results: false },
	});
	const { id, uploadId } = await process();
	await receiver.waitFor(1);
	const [envelope] = envelopes();
	expect(envelope?.payload).toMatchObject({ id: uploadId, ...(key ? { [key]: id } : {}) });
	expect(envelope?.payload).not.toHaveProperty('processingResult');
	expect(envelope?.payload).not.toHaveProperty('processingHistoryId');
});

test('a delivery that is not answered with 2xx is repeated with the same event id', async () => {
	const { process, control, token } = await open({
		webhookEvents: ['document.processed'],
		webhook: { retries: 2, retryDelay: 20 },
	});
	receiver.answer = { status: 500, body: 'no' };
	await process();
	await receiver.waitFor(3);
	expect(new Set(envelopes().map(({ eventId }) => eventId)).size).toBe(1);
	const deliveries = await until(async () => {
		const log = await control.deliveries(token);
		return log.length === 3 ? log : undefined;
	});
	expect(deliveries.map(({ status }) => status)).toEqual([500, 500, 500]);
	receiver.answer = { status: 204, body: '' };
	await process();
	await receiver.waitFor(4);
});

test('a delivery can come before the API shows the end', async () => {
	const { project, first } = await open({
		webhookEvents: ['document.processed'],
		webhook: { early: 2000 },
	});
	const { json } = await project.upload(uploadForm({ projectId: first.id }));
	await receiver.waitFor(1);
	expect((await project.get(`/processing-history/${json.id}`)).json.status).not.toBe('completed');
});
