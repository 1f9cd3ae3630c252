import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, Workflow } from '../../sandbox/n8n/client.mts';
import { isFinished } from '../../sandbox/n8n/client.mts';
import { START } from './flow.mts';
import type { World } from './world.mts';

export type FlowRun = {
	execution: Execution;
	/** Milliseconds by n8n's own record of the execution. */
	wall: number;
};

export type RunOptions = {
	/** Milliseconds; default ten minutes. */
	timeout?: number;
	/** Called once n8n has ended and saved the execution, before its data is asked for. */
	atEnd?: () => void;
	/** Whether an execution that failed is given as well; default false: it is thrown. */
	mayFail?: boolean;
};

/** Runs a workflow in n8n and takes it away again. Throws when it does not succeed. */
export async function runFlow(
	{ n8n }: World,
	workflow: Workflow,
	{ timeout = 600_000, atEnd, mayFail = false }: RunOptions = {},
): Promise<FlowRun> {
	const { id } = await n8n.createWorkflow(workflow);
	const executionId = await n8n.startWorkflow(id, START);
	const deadline = Date.now() + timeout;
	for (;;) {
		// The list is cheap for n8n, as it comes without data.
		const summary = (await n8n.executions(id)).find((execution) => execution.id === executionId);
		if (summary !== undefined && isFinished(summary)) break;
		if (Date.now() > deadline)
			throw new Error(`"${workflow.name}" has not ended after ${timeout / 1000} s`);
		await sleep(200);
	}
	atEnd?.();
	const execution = await n8n.execution(executionId);
	await n8n.deleteWorkflow(id);
	if (execution.status !== 'success' && !mayFail) {
		throw new Error(
			`"${workflow.name}" ended as ${execution.status}: ${execution.error?.message} ${execution.error?.description ?? ''}`,
		);
	}
	return {
		execution,
		wall: Date.parse(execution.stoppedAt ?? '') - Date.parse(execution.startedAt ?? ''),
	};
}

/** The middle one of some numbers; the upper of two. */
export function median(numbers: number[]): number {
	const middle = numbers.toSorted((left, right) => left - right)[numbers.length >> 1];
	if (middle === undefined) throw new Error('nothing was measured');
	return middle;
}
