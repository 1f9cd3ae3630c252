import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient, Services } from '../../../sandbox/client.mts';
import {
	type Execution,
	isFinished,
	type N8nClient,
	RestError,
	type StoredWorkflow,
	type WorkflowNode,
} from '../../../sandbox/n8n/client.mts';
import { flow, ocrNode } from './flow.mts';

/** The name of the trigger that `publishTrigger` makes. */
export const TRIGGER = 'Finished';

export type TriggerOptions = {
	/** Left out: deliveries are not signed. */
	webhookSecret?: string;
	parameters?: WorkflowNode['parameters'];
};

/**
 * A published workflow that consists of the Handwriting OCR Trigger, with a sandbox account of its
 * own.
 */
export type PublishedTrigger = {
	token: string;
	workflow: StoredWorkflow;
	/** Path of the webhook below n8n's address; it stays when n8n starts again. */
	path: string;
};

export async function publishTrigger(
	n8n: N8nClient,
	sandbox: SandboxClient,
	{ webhookSecret, parameters = {} }: TriggerOptions = {},
): Promise<PublishedTrigger> {
	const { id: account, token } = await sandbox.createAccount({ webhookSecret });
	const credential = await n8n.createCredential({
		name: `Account ${account}`,
		type: 'handwritingOcrApi',
		data: { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: webhookSecret ?? '' },
	});
	const webhookId = randomUUID();
	const workflow = await n8n.createWorkflow(
		flow('On finished documents', {
			...ocrNode(TRIGGER, 'handwritingOcrTrigger', credential, parameters),
			typeVersion: 2,
			webhookId,
		}),
	);
	await n8n.publish(workflow);
	// Publishing has tried the token.
	await sandbox.clearRequests(token);
	return { token, workflow, path: `/webhook/${webhookId}/handwriting-ocr` };
}

/** The same for the Ocriva Trigger, with an organization of its own. */
export async function publishOcrivaTrigger(
	n8n: N8nClient,
	sandbox: SandboxClient<Services['ocriva']>,
	{ webhookSecret, parameters = {} }: TriggerOptions = {},
): Promise<PublishedTrigger & { key: string }> {
	const { id: account, token, projects } = await sandbox.createAccount({ webhookSecret });
	const key = projects[0]?.token ?? '';
	const credential = await n8n.createCredential({
		name: `Account ${account}`,
		type: 'ocrivaApi',
		data: {
			apiKey: key,
			baseUrl: `${sandbox.url}/ocriva/v1`,
			webhookSecret: webhookSecret ?? '',
		},
	});
	const webhookId = randomUUID();
	const workflow = await n8n.createWorkflow(
		flow('On events of Ocriva', {
			...ocrNode(TRIGGER, 'ocrivaTrigger', credential, parameters),
			typeVersion: 2,
			webhookId,
		}),
	);
	await n8n.publish(workflow);
	// Publishing has tried the key.
	await sandbox.clearRequests(key);
	return { token, key, workflow, path: `/webhook/${webhookId}/ocriva` };
}

/**
 * Every execution of a workflow, without data, newest first, once there are so many and all have
 * ended.
 */
export async function endedExecutions(
	n8n: N8nClient,
	workflowId: string,
	count: number,
): Promise<Execution[]> {
	for (let pause = 50; ; pause = Math.min(2 * pause, 1_000)) {
		await untilReady(n8n.session.url);
		const all = await n8n.allExecutions(workflowId).catch(nothingWhileBusy);
		if (all.length >= count && all.every(isFinished)) return all;
		await sleep(pause);
	}
}

/**
 * n8n answers 503 to everything while a look at its database has taken more than 5 s, as when
 * hundreds of deliveries come at once on a busy machine. What it has let in before goes on.
 */
export async function untilReady(url: string): Promise<void> {
	while (!(await fetch(`${url}/healthz/readiness`)).ok) await sleep(200);
}

function nothingWhileBusy(error: unknown): [] {
	if (error instanceof RestError && error.status === 503) return [];
	throw error;
}
