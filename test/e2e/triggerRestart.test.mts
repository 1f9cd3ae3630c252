import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Execution, type N8nClient, outputOf } from '../../sandbox/n8n/client.mts';
import { sendRequest } from '../engine/harness/sendRequest.mts';
import {
	endedExecutions,
	type PublishedTrigger,
	publishTrigger,
	TRIGGER,
} from '../support/e2e/trigger.mts';
import { delivery, realBody, SECRET } from '../support/handwritingOcr/delivery.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { until } from '../support/until.mts';

let sandbox: TestSandbox;
let userFolder: string;
let n8n: TestN8n;
let client: N8nClient;
let trigger: PublishedTrigger;

const start = async () => {
	n8n = await startN8n({ userFolder });
	client = await n8n.connect();
};

beforeAll(async () => {
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-trigger-'));
	[sandbox] = await Promise.all([startSandbox(), start()]);
	trigger = await publishTrigger(client, sandbox.control, { webhookSecret: SECRET });
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	await rm(userFolder, { recursive: true, force: true });
});

async function deliver(id: string, secret = SECRET): Promise<number> {
	const { status } = await sendRequest(n8n.url + trigger.path, delivery(realBody(id), secret));
	return status;
}

/** The ended executions of the workflow, newest first, once there are so many. */
async function executions(count: number): Promise<Execution[]> {
	const all = await endedExecutions(client, trigger.workflow.id, count);
	return await Promise.all(all.map(async ({ id }) => await client.execution(id)));
}

const emitted = (all: Execution[]) =>
	all.flatMap((execution) => outputOf(execution, TRIGGER)).map(({ json }) => String(json.id));

const ids = Array.from({ length: 8 }, (_, index) => `document${String(index).padStart(2, '0')}`);

test('a published trigger passes each of several documents once, also after a restart of n8n', async () => {
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
