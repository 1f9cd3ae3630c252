import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	isFinished,
	outputOf,
	type N8nClient,
	type StoredWorkflow,
	type Workflow,
} from '../../sandbox/n8n/client.mts';
import { cpuTime } from './process.mts';
import type { World } from './world.mts';

/**
 * What the deliveries are signed with, and the header that a Webhook node with Header Auth asks
 * for.
 */
export const SECRET = randomUUID();
export const KEY_HEADER = 'x-key';

/** A published workflow that is started by calls to its URL. */
export type Receiver = { name: string; workflow: StoredWorkflow; url: string };

/** Milliseconds since the first delivery was sent, and processor time of n8n's process. */
export type Sent = { answered: number; finished: number; cpu: number };

/** Creates and publishes a workflow. `path`: below n8n's `/webhook/`. */
export async function publish({ n8n }: World, workflow: Workflow, path: string): Promise<Receiver> {
	const stored = await n8n.createWorkflow(workflow);
	await n8n.publish(stored);
	return { name: workflow.name, workflow: stored, url: `${n8n.session.url}/webhook/${path}` };
}

/**
 * Sends `count` signed deliveries of different documents, `atOnce` at a time, and waits until n8n
 * has run all. Throws when one is lost.
 */
export async function deliver(
	{ n8n, pid }: World,
	{ name, workflow, url }: Receiver,
	count: number,
	atOnce: number,
): Promise<Sent> {
	const before = (await n8n.allExecutions(workflow.id)).length;
	const batch = randomUUID().slice(0, 6);
	const bodies = Array.from({ length: count }, (_, index) => bodyOf(`${batch}${index}`));
	const queue = bodies.map(({ bytes, headers }) => ({ bytes, headers })).values();
	const cpu = cpuTime(pid);
	const start = Date.now();
	const sender = async (): Promise<void> => {
		for (const { bytes, headers } of queue) {
			const answer = await fetch(url, { method: 'POST', headers, body: bytes });
			if (answer.status !== 200)
				throw new Error(`${name} answered ${answer.status}: ${await answer.text()}`);
			await answer.arrayBuffer();
		}
	};
	await Promise.all(Array.from({ length: atOnce }, sender));
	const answered = Date.now() - start;
	const last = await lastEnd(n8n, workflow.id, before + count);
	const sent = { answered, finished: last - start, cpu: cpuTime(pid) - cpu };
	await checkItems(
		n8n,
		name,
		workflow.id,
		bodies.map(({ id }) => id),
	);
	return sent;
}

/** When the last of so many executions ended, by n8n's record. */
async function lastEnd(n8n: N8nClient, workflowId: string, count: number): Promise<number> {
	for (;;) {
		const all = await n8n.allExecutions(workflowId);
		if (all.length >= count && all.every(isFinished))
			return Math.max(...all.map(({ stoppedAt }) => Date.parse(stoppedAt ?? '')));
		await sleep(500);
	}
}

/** Throws unless each document has left the last node of one of the newest executions, once. */
async function checkItems(
	n8n: N8nClient,
	name: string,
	workflowId: string,
	ids: string[],
): Promise<void> {
	const texts: string[] = [];
	for (const { id } of (await n8n.allExecutions(workflowId)).slice(0, ids.length)) {
		const execution = await n8n.execution(id);
		const last = Object.keys(execution.runData).at(-1) ?? '';
		texts.push(...outputOf(execution, last).map(({ json }) => JSON.stringify(json)));
	}
	const missing = ids.filter((id) => texts.filter((text) => text.includes(`"${id}"`)).length !== 1);
	if (texts.length !== ids.length || missing.length > 0)
		throw new Error(
			`${name}: ${texts.length} items came of ${ids.length}; not once: ${missing.slice(0, 5).join(', ')}`,
		);
}

/** A delivery as the service sends it: the document with its results, signed. */
function bodyOf(id: string): { id: string; bytes: string; headers: Record<string, string> } {
	const results = [{ page_number: 1, transcript: 'Dear reader, '.repeat(100) }];
	const bytes = JSON.stringify({
		id,
		file_name: 'letter.pdf',
		action: 'transcribe',
		page_count: 1,
		status: 'processed',
		results,
	});
	const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
	return {
		id,
		bytes,
		headers: { 'content-type': 'application/json', 'x-signature': signature, [KEY_HEADER]: SECRET },
	};
}
