import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	type Execution,
	type N8nClient,
	outputOf,
	type StoredWorkflow,
} from '../../sandbox/n8n/client.mts';
import { endedExecutions, untilPublished } from '../support/e2e/trigger.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';
import { until } from '../support/until.mts';

const TRIGGER = 'Handwriting OCR Polling Trigger';

let sandbox: TestSandbox;
let userFolder: string;
let n8n: TestN8n;
let client: N8nClient;
let token: string;
let workflow: StoredWorkflow;

const start = async () => {
	n8n = await startN8n({ userFolder });
	client = await n8n.connect();
};

beforeAll(async () => {
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-polling-'));
	[sandbox] = await Promise.all([startSandbox(), start()]);
	({ token } = await sandbox.createAccount());
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	await rm(userFolder, { recursive: true, force: true });
});

async function seed(status: string, fileName: string): Promise<string> {
	const [document] = await sandbox.control.seedDocuments(token, [{ status, fileName }]);
	return document?.id ?? '';
}

/** n8n starts anew, and has polled. */
async function restart(): Promise<void> {
	await n8n.stop();
	await sandbox.control.clearRequests(token);
	await start();
	await until(async () => (await sandbox.control.requests(token)).length > 0);
}

/** The ended executions, oldest first, once there are so many. */
async function executions(count: number): Promise<Execution[]> {
	const ended = await endedExecutions(client, workflow.id, count);
	return await Promise.all(ended.toReversed().map(async ({ id }) => await client.execution(id)));
}

const emitted = (all: Execution[]) =>
	all.map((execution) => outputOf(execution, TRIGGER).map(({ json }) => json.fileName));

test('a published polling trigger goes on after each restart of n8n where it was', async () => {
	await seed('processed', 'old.png');
	const waiting = await seed('processing', 'waiting.png');
	const { id, name } = await client.createCredential({
		name: 'Account',
		type: 'handwritingOcrApi',
		data: { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: '' },
	});
	const parameters = {
		pollTimes: { item: [{ mode: 'everyHour', minute: 0 }] },
		options: { downloadFormat: 'txt' },
	};
	const node = {
		name: TRIGGER,
		type: nodeType('handwritingOcrPollingTrigger'),
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { handwritingOcrApi: { id, name } },
	};
	workflow = await client.createWorkflow({
		name: 'Polling',
		nodes: [{ ...node, id: 'b7c1e7ce-3f5a-4ad3-a4f6-0f7d0a3b9c55' }],
		connections: {},
	});
	await client.publish(workflow);
	expect(await client.executions(workflow.id)).toEqual([]);

	// Nothing was passed on yet: what n8n knows is what it saved when the workflow was published.
	await sandbox.control.finishDocument(token, { id: waiting });
	await restart();
	const first = await executions(1);
	expect(first.map(({ status, mode, error }) => ({ status, mode, error }))).toEqual([
		{ status: 'success', mode: 'trigger', error: undefined },
	]);
	expect(emitted(first)).toEqual([['waiting.png']]);
	// The file belongs to the execution, so that n8n deletes it with it.
	const file = outputOf(first[0] as Execution, TRIGGER)[0]?.binary?.data;
	expect(file?.id).toContain(`/executions/${first[0]?.id}/`);
	expect(
		Buffer.from(await client.downloadBinary(file ?? { data: '', mimeType: '' })).toString(),
	).toContain('text of waiting.png, page 1');

	await seed('processed', 'meanwhile.png');
	await seed('processing', 'never.png');
	await restart();
	expect(emitted(await executions(2))).toEqual([['waiting.png'], ['meanwhile.png']]);
	await restart();
	expect(emitted(await executions(2))).toEqual([['waiting.png'], ['meanwhile.png']]);

	const sample = await client.runWorkflow(workflow.id, TRIGGER);
	expect([sample.status, outputOf(sample, TRIGGER)[0]?.json.fileName]).toEqual([
		'success',
		'meanwhile.png',
	]);
}, 600_000);

test('a service that is down while n8n starts does not cost the trigger', async () => {
	await seed('processed', 'during the fault.png');
	await sandbox.control.addFault({ token, route: 'list', times: null, status: 503 });
	await restart();
	await until(async () => (await n8n.log()).includes('the first poll is left to the next one'));
	await sandbox.control.clearFaults(token);
	await untilPublished(client, workflow);
	await restart();
	expect(emitted(await executions(4))).toEqual([
		['waiting.png'],
		['meanwhile.png'],
		['meanwhile.png'],
		['during the fault.png'],
	]);
}, 600_000);
