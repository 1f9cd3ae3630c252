import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sandboxClient } from '../../sandbox/client.mts';
import { endChildren } from '../../sandbox/launch/children.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { type Execution, outputOf, type StoredWorkflow } from '../../sandbox/n8n/client.mts';
import { sendRequest } from '../engine/harness/sendRequest.mts';
import type { WebhookRequest } from '../engine/harness/types.mts';
import { flow, ocrNode } from '../support/e2e/flow.mts';
import {
	endedExecutions,
	type PublishedTrigger,
	publishOcrivaTrigger,
	publishTrigger,
	sendPatiently,
	TRIGGER,
	untilPublished,
} from '../support/e2e/trigger.mts';
import * as handwritingOcr from '../support/handwritingOcr/delivery.mts';
import * as ocriva from '../support/ocriva/delivery.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { until } from '../support/until.mts';
import { type Backing, type Cluster, startBacking, startCluster } from './cluster.mts';

/**
 * The main process of n8n is killed while it holds deliveries that it has answered, and a document
 * that it has polled: some have been put into the queue, where no worker has taken them yet, and
 * some not.
 */
type Webhook = { trigger: PublishedTrigger; deliveryOf: (id: string) => WebhookRequest };

const QUEUED = 'queued0001';
const HELD = 'held000001';
const POLLED = 'polled.png';

let sandbox: TestSandbox;
let backing: Backing;
let cluster: Cluster;
let webhooks: Webhook[];
let polling: StoredWorkflow;

onEnd(endChildren);

before(async () => {
	sandbox = await startSandbox();
	backing = await startBacking();
	// What n8n remembers must not wait for the queue.
	backing.env.N8N_CACHE_BACKEND = 'memory';
	cluster = await startCluster(backing, 1);
	webhooks = [
		{
			trigger: await publishTrigger(cluster.client, sandbox.control, {
				webhookSecret: handwritingOcr.SECRET,
			}),
			deliveryOf: (id) =>
				handwritingOcr.delivery(handwritingOcr.realBody(id), handwritingOcr.SECRET),
		},
		{
			trigger: await publishOcrivaTrigger(cluster.client, sandboxClient(sandbox.url, 'ocriva'), {
				webhookSecret: ocriva.SECRET,
			}),
			deliveryOf: (id) => ocriva.delivery(ocriva.realBody(id, '', `evt_${id}`), ocriva.SECRET),
		},
	];
	const token = await publishPolling();

	await cluster.killWorkers();
	for (const webhook of webhooks) await deliver(webhook, QUEUED);
	await until(async () => (await backing.queued()) === webhooks.length);
	await backing.pauseQueue();
	for (const webhook of webhooks) await deliver(webhook, HELD);
	await sandbox.control.seedDocuments(token, [{ status: 'processed', fileName: POLLED }]);
	for (const { trigger } of webhooks)
		await until(async () => (await cluster.client.executions(trigger.workflow.id)).length === 2);
	await until(async () => (await cluster.client.executions(polling.id)).length === 1);

	await cluster.killMain();
	await backing.resumeQueue();
	await cluster.startMain();
	await cluster.startWorkers();
	for (const workflow of [polling, ...webhooks.map(({ trigger }) => trigger.workflow)])
		await untilPublished(cluster.client, workflow);
});

after(async () => {
	await cluster?.stop();
	await backing?.stop();
	await sandbox?.stop();
});

/** Publishes the polling trigger; n8n looks at once, and then each minute. */
async function publishPolling(): Promise<string> {
	const { token } = await sandbox.createAccount();
	const credential = await cluster.client.createCredential({
		name: 'Polled account',
		type: 'handwritingOcrApi',
		data: { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: '' },
	});
	const pollTimes = { item: [{ mode: 'everyMinute' }] };
	polling = await cluster.client.createWorkflow(
		flow('Polling', ocrNode(TRIGGER, 'handwritingOcrPollingTrigger', credential, { pollTimes })),
	);
	await cluster.client.publish(polling);
	return token;
}

async function deliver({ trigger, deliveryOf }: Webhook, id: string): Promise<void> {
	const { status } = await sendRequest(cluster.url + trigger.path, deliveryOf(id));
	assert.equal(status, 200);
}

/** How each execution ended, oldest first, and the documents that it passed on. */
async function endsOf({ id }: StoredWorkflow, count: number) {
	const ended = await endedExecutions(cluster.client, id, count);
	return await Promise.all(
		ended.toReversed().map(async (one) => {
			const execution = await cluster.client.execution(one.id);
			return [execution.status, ...passedOn(execution)];
		}),
	);
}

const passedOn = (execution: Execution) =>
	outputOf(execution, TRIGGER).map(({ json }) => json.recordId ?? json.id);

test('what was in the queue runs; what was not stands as crashed in the list of executions', async () => {
	for (const { trigger } of webhooks)
		assert.deepEqual(await endsOf(trigger.workflow, 2), [['success', QUEUED], ['crashed']]);
	assert.deepEqual(await endsOf(polling, 1), [['crashed']]);
});

test('delivered again, what was lost starts once, and what had run starts nothing', async () => {
	for (const { trigger, deliveryOf } of webhooks) {
		for (const id of [QUEUED, HELD, HELD])
			await sendPatiently(cluster.client.session, trigger.path, deliveryOf(id));
		const ends = await endsOf(trigger.workflow, 5);
		assert.deepEqual(ends.flatMap(([, ...ids]) => ids).toSorted(), [HELD, QUEUED]);
	}
});

test('Retry in the list of executions passes on what was polled', async () => {
	const [crashed] = await cluster.client.executions(polling.id);
	await cluster.client.session.rest('POST', `/executions/${crashed?.id}/retry`, {});
	const [, [status, ...ids] = []] = await endsOf(polling, 2);
	assert.equal(status, 'success');
	assert.equal(ids.length, 1);
});
