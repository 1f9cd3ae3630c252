import { randomUUID } from 'node:crypto';
import type { SandboxClient, Services } from '../../../sandbox/client.mts';
import {
	type Execution,
	isFinished,
	type N8nClient,
	RestError,
	type Session,
	type StoredWorkflow,
	type WorkflowNode,
} from '../../../sandbox/n8n/client.mts';
import { sendRequest } from '../../engine/harness/sendRequest.mts';
import type { WebhookRequest } from '../../engine/harness/types.mts';
import { until } from '../until.mts';
import { flow, ocrNode } from './flow.mts';

/** The name of the trigger that `publishTrigger` makes. */
export const TRIGGER = 'Finished';

/** For what hundreds of deliveries at once set going. */
const LONG_PATIENCE_MS = 280_000;

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

/** n8n also publishes by itself: when it starts, and again when a first try has failed. */
export async function untilPublished(n8n: N8nClient, { id }: StoredWorkflow): Promise<void> {
	await until(async () => (await n8n.publicationStatus(id)).status === 'published');
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
	let ended = 0;
	const look = async () => {
		await untilReady(n8n.session);
		const all = await n8n.allExecutions(workflowId).catch(nothingWhileBusy);
		ended = Math.max(ended, all.filter(isFinished).length);
		return all.length >= count && all.every(isFinished) && all;
	};
	return await until(look, { patienceMs: LONG_PATIENCE_MS, progress: () => ended });
}

/**
 * n8n answers 503 to everything while a look at its database has taken more than 5 s, as when
 * hundreds of deliveries come at once on a busy machine. What it has let in before goes on.
 */
export async function untilReady(session: Session): Promise<void> {
	await until(async () => (await session.fetch('/healthz/readiness')).ok, {
		patienceMs: LONG_PATIENCE_MS,
	});
}

/**
 * Whether n8n was too busy to listen: it then answers 503 to everything, and 500 to what got no
 * connection to its database in time; the trigger answers 503 where that was its credential. It
 * does so too, in other words, when too many unsigned deliveries wait.
 */
async function isTooBusy(response: Response): Promise<boolean> {
	if (![500, 503].includes(response.status)) return false;
	return !(await response.clone().text()).includes('Too many deliveries wait');
}

/** Sends a delivery as services do, which try again when the receiver was too busy to listen. */
export async function sendPatiently(
	session: Session,
	path: string,
	request: WebhookRequest,
): Promise<Response> {
	return await until(
		async () => {
			const response = await sendRequest(session.url + path, request);
			if (!(await isTooBusy(response))) return response;
			await untilReady(session);
			return undefined;
		},
		{ patienceMs: LONG_PATIENCE_MS },
	);
}

/** How a connection looks that was closed while the body was still being written. */
const CUT_OFF = ['EPIPE', 'ECONNRESET', 'UND_ERR_SOCKET'];

/**
 * The code of what a request failed for. Not by `instanceof`: tests have an `Error` of their own.
 */
function causeOf(error: unknown): string {
	const { cause } = error as { cause?: { code?: unknown } };
	return String(cause?.code);
}

/**
 * Sends a body that may be too large: n8n then answers and closes the connection before it has read
 * everything, and the answer can get lost. Then it is sent again.
 */
export async function sendWhole(url: string, request: WebhookRequest): Promise<Response> {
	return await until(async () => {
		try {
			return await sendRequest(url, request);
		} catch (error) {
			if (!CUT_OFF.includes(causeOf(error))) throw error;
			return undefined;
		}
	});
}

/** Does so much side by side, with a number for each, as long as `goesOn` says so. */
export async function sideBySide(
	lanes: number,
	goesOn: (index: number) => boolean,
	work: (index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const lane = async () => {
		while (goesOn(next)) await work(next++);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

function nothingWhileBusy(error: unknown): [] {
	if (error instanceof RestError && error.status === 503) return [];
	throw error;
}
