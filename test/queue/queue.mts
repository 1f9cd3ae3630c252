import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endChildren } from '../../sandbox/launch/children.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { outputOf, type Execution } from '../../sandbox/n8n/client.mts';
import { sendRequest } from '../engine/harness/sendRequest.mts';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import { file, startFileServer, type FileServer } from '../support/fileServer.mts';
import {
	endedExecutions,
	publishTrigger,
	sendPatiently,
	type PublishedTrigger,
	TRIGGER,
	untilPublished,
} from '../support/e2e/trigger.mts';
import { delivery, realBody, SECRET } from '../support/handwritingOcr/delivery.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { until } from '../support/until.mts';
import { type Backing, type Cluster, startBacking, startCluster } from './cluster.mts';

const WORKERS = 2;
const DOCUMENTS = Array.from(
	{ length: 200 },
	(_, index) => `queued${String(index).padStart(4, '0')}`,
);
/** Every fifth is delivered three times. */
const DELIVERIES = [...DOCUMENTS, ...DOCUMENTS, ...DOCUMENTS].filter(
	(_, index) => index < DOCUMENTS.length || index % 5 === 0,
);

onEnd(endChildren);

let sandbox: TestSandbox;
let backing: Backing;
let cluster: Cluster;
let trigger: PublishedTrigger;

before(async () => {
	sandbox = await startSandbox();
	backing = await startBacking();
	cluster = await startCluster(backing, WORKERS);
	trigger = await publishTrigger(cluster.client, sandbox.control, { webhookSecret: SECRET });
});

after(async () => {
	await cluster?.stop();
	await backing?.stop();
	await sandbox?.stop();
});

/** The trigger answers 503 while n8n is too busy to read its credential; services come again. */
const deliver = async (id: string) =>
	await until(async () => {
		const request = delivery(realBody(id), SECRET);
		const { status } = await sendPatiently(cluster.client.session, trigger.path, request);
		return status !== 503 && status;
	});

/** The newest executions once there are so many in all; each has to have ended well. */
async function newest(workflowId: string, count: number, inAll: number): Promise<Execution[]> {
	const all = await endedExecutions(cluster.client, workflowId, inAll);
	assert.equal(all.length, inAll);
	const executions: Execution[] = [];
	for (const { id } of all.slice(0, count)) executions.push(await cluster.client.execution(id));
	for (const { id, status, error } of executions)
		assert.equal(status, 'success', `execution ${id}: ${error?.message}`);
	return executions;
}

const emitted = (executions: Execution[]) =>
	executions
		.flatMap((execution) => outputOf(execution, TRIGGER).map(({ json }) => String(json.id)))
		.sort();

test('200 signed deliveries at once, and repeats among them: each document once across the workers', async () => {
	const statuses = await Promise.all(DELIVERIES.map(deliver));
	assert.deepEqual([...new Set(statuses)], [200]);
	const executions = await newest(trigger.workflow.id, DELIVERIES.length, DELIVERIES.length);
	assert.deepEqual(emitted(executions), DOCUMENTS);
	const shares = (await cluster.workerLogs()).map(
		(log) => log.split('Worker started execution').length - 1,
	);
	assert.equal(shares.length, WORKERS);
	assert.ok(
		shares.every((share) => share > 10),
		`the workers ran ${shares.join(' and ')} executions`,
	);
});

test('a forged delivery starts nothing', async () => {
	const { status } = await sendRequest(
		cluster.url + trigger.path,
		delivery(realBody('forged0000'), 'another secret'),
	);
	assert.equal(status, 401);
});

test('after a restart of all of n8n the same documents start nothing', async () => {
	await cluster.stop();
	cluster = await startCluster(backing, WORKERS);
	await untilPublished(cluster.client, trigger.workflow);
	const statuses = await Promise.all(DOCUMENTS.map(deliver));
	assert.deepEqual([...new Set(statuses)], [200]);
	const executions = await newest(
		trigger.workflow.id,
		DOCUMENTS.length,
		DELIVERIES.length + DOCUMENTS.length,
	);
	assert.deepEqual(emitted(executions), []);
});

test('files go through the workers: an upload, and its text as a file', async () => {
	const { token } = await sandbox.createAccount();
	const credential = await cluster.client.createCredential({
		name: 'Files',
		type: 'handwritingOcrApi',
		data: { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: '' },
	});
	const upload = { resource: 'document', operation: 'upload', documentAction: 'transcribe' };
	const fetched = {
		resource: 'document',
		operation: 'download',
		documentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		format: 'txt',
	};
	const letter = {
		name: 'Letter',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0] as [number, number],
		parameters: {
			url: `${sandbox.url}/samples/letter.png`,
			options: { response: { response: { responseFormat: 'file' } } },
		},
	};
	const workflow = await cluster.client.createWorkflow(
		flow(
			'Files',
			letter,
			ocrNode('Upload', 'handwritingOcr', credential, upload),
			ocrNode('Download', 'handwritingOcr', credential, fetched),
		),
	);
	const execution = await cluster.client.runWorkflow(workflow.id, START);
	assert.equal(execution.status, 'success', execution.error?.message);
	// The letter was stored by a worker, not carried in the execution's data.
	assert.match(outputOf(execution, 'Letter')[0]?.binary?.data?.id ?? '', /^database:/);
	const file = outputOf(execution, 'Download')[0]?.binary?.data;
	assert.match(file?.id ?? '', /^database:/);
	assert.match(
		Buffer.from(await cluster.client.downloadBinary(file ?? { data: '', mimeType: '' })).toString(),
		/text of letter\.png, page 1/,
	);
	const [document] = await sandbox.control.documents(token);
	assert.equal(document?.fileName, 'letter.png');
	const logs = (await cluster.workerLogs()).join('');
	assert.ok(logs.includes(`Worker started execution ${execution.id} `), 'a worker ran it');
});

/** A flow that uploads so many files from the web, and knows them again. */
async function scansFlow(count: number, processing: 'automatic' | 'manual' = 'automatic') {
	const { token } = await sandbox.createAccount({ balance: 1_000, settings: { processing } });
	const paths = Array.from({ length: count }, (_, index) => `/scans/${index}.pdf`);
	const web: FileServer = await startFileServer({
		'/list': (_request, response) => {
			const list = paths.map((path) => ({ url: web.url + path }));
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
		},
		'*': (request, response) =>
			file(`%PDF-1.7 scan at ${request.url}`, 'application/pdf')(request, response),
	});
	const credential = await cluster.client.createCredential({
		name: 'Scans',
		type: 'handwritingOcrApi',
		data: { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: '' },
	});
	const list = {
		name: 'List',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0] as [number, number],
		parameters: { url: `${web.url}/list` },
	};
	const upload = ocrNode('Upload', 'handwritingOcr', credential, {
		resource: 'document',
		operation: 'upload',
		inputSource: 'url',
		documentUrl: '={{ $json.url }}',
		options: { ifUploadedBefore: 'reuse', concurrency: 20 },
	});
	const workflow = await cluster.client.createWorkflow(flow('Scans', list, upload));
	return {
		token,
		stop: web.stop,
		start: async () => await cluster.client.startWorkflow(workflow.id, START),
		run: async () => {
			const execution = await cluster.client.runWorkflow(workflow.id, START);
			assert.equal(execution.status, 'success', execution.error?.message);
			return outputOf(execution, 'Upload').map(({ json }) => json);
		},
		documents: async () => await sandbox.control.documents(token),
	};
}

test('100 files in two executions, with a restart of all of n8n between them: paid once', async (context) => {
	const { token, run, documents, stop } = await scansFlow(100);
	context.after(stop);
	const first = await run();
	assert.equal(new Set(first.map(({ id }) => id)).size, 100);
	assert.equal((await documents()).length, 100);

	await cluster.stop();
	cluster = await startCluster(backing, WORKERS);
	await sandbox.control.clearRequests(token);
	const second = await run();
	assert.deepEqual(
		second.map(({ id, fileName, reused }) => ({ id, fileName, reused })),
		first.map(({ id, fileName }) => ({ id, fileName, reused: true })),
	);
	assert.equal((await documents()).length, 100);
	const requests = await sandbox.control.requests(token);
	assert.ok(requests.length <= 102, `${requests.length} requests`);
});

for (const [moment, count, processing] of [
	['uploading', 20, 'automatic'],
	['waiting', 40, 'manual'],
] as const)
	test(`workers that are killed in the middle of ${moment}: nothing is paid twice`, async (context) => {
		const { token, start, run, documents, stop } = await scansFlow(40, processing);
		context.after(stop);
		// From the tenth on the documents are there, and their answers do not come.
		if (moment === 'uploading')
			await sandbox.control.addFault({
				token,
				route: 'upload',
				hold: true,
				when: 'after',
				skip: 10,
				times: null,
			});
		const execution = await start();
		await until(async () => (await documents()).length >= count);
		await cluster.killWorkers();
		await cluster.startWorkers();
		const { status } = await cluster.client.waitFor(execution);
		assert.notEqual(status, 'success');
		await sandbox.control.clearFaults(token);
		await sandbox.control.updateAccount(token, { settings: { processing: 'automatic' } });
		if (processing === 'manual')
			for (const { id } of await documents()) await sandbox.control.finishDocument(token, { id });
		const items = await run();
		assert.equal(new Set(items.map(({ id }) => id)).size, 40);
		assert.equal((await documents()).length, 40);
	});
