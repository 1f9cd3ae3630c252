import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Execution, type N8nClient, outputOf } from '../../sandbox/n8n/client.mts';
import { sendRequest } from '../engine/harness/sendRequest.mts';
import { endedExecutions } from '../support/e2e/trigger.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';
import { until } from '../support/until.mts';

const SECRET = 'secret-of-the-e2e-trigger';
const TRIGGER = 'Handwriting OCR Trigger';
const WEBHOOK_ID = '0b0f2f54-6c53-4a53-9d3c-2f2b3f1d7a11';

let sandbox: TestSandbox;
let userFolder: string;
let n8n: TestN8n;
let client: N8nClient;
let workflowId: string;

const start = async () => {
	n8n = await startN8n({ userFolder });
	client = await n8n.connect();
};

beforeAll(async () => {
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-trigger-'));
	[sandbox] = await Promise.all([startSandbox(), start()]);
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	await rm(userFolder, { recursive: true, force: true });
});

const url = () => `${n8n.url}/webhook/${WEBHOOK_ID}/handwriting-ocr`;

async function deliver(id: string, secret = SECRET): Promise<number> {
	const body = JSON.stringify({
		id,
		status: 'processed',
		page_count: 1,
		results: [{ page_number: 1, transcript: `text of ${id}` }],
	});
	const signature = createHmac('sha256', secret).update(body).digest('hex');
	const { status } = await sendRequest(url(), {
		headers: { 'content-type': 'application/json', 'x-signature': `sha256=${signature}` },
		body,
	});
	return status;
}

/** The ended executions of the workflow, newest first, once there are so many. */
async function executions(count: number): Promise<Execution[]> {
	const all = await endedExecutions(client, workflowId, count);
	return await Promise.all(all.map(async ({ id }) => await client.execution(id)));
}

const emitted = (all: Execution[]) =>
	all.flatMap((execution) => outputOf(execution, TRIGGER)).map(({ json }) => String(json.id));

const ids = Array.from({ length: 8 }, (_, index) => `document${String(index).padStart(2, '0')}`);

test('a published trigger passes each of several documents once, also after a restart of n8n', async () => {
	const { token } = await sandbox.createAccount({ webhookSecret: SECRET });
	const data = { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: SECRET };
	const { id, name } = await client.createCredential({
		name: 'Account',
		type: 'handwritingOcrApi',
		data,
	});
	const node = {
		id: '6a0c7b8e-52a4-4f0b-8a1f-1d2f3a4b5c6d',
		name: TRIGGER,
		type: nodeType('handwritingOcrTrigger'),
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
		webhookId: WEBHOOK_ID,
		credentials: { handwritingOcrApi: { id, name } },
	};
	const workflow = await client.createWorkflow({ name: 'Trigger', nodes: [node], connections: {} });
	workflowId = workflow.id;
	await client.publish(workflow);

	expect(await deliver('forged0000', 'another secret')).toBe(401);
	const answers = await Promise.all(
		[...ids, ...ids].map(async (document) => await deliver(document)),
	);
	expect(new Set(answers)).toEqual(new Set([200]));
	const first = await executions(2 * ids.length);
	expect(first.map(({ status, error }) => [status, error])).toEqual(
		first.map(() => ['success', undefined]),
	);
	expect(emitted(first).sort()).toEqual(ids);

	await n8n.stop();
	await start();
	await until(async () => (await deliver('again00000')) !== 404);
	for (const document of ids) expect(await deliver(document)).toBe(200);
	const all = await executions(3 * ids.length + 1);
	expect(emitted(all).sort()).toEqual(['again00000', ...ids]);
}, 600_000);
