import { parse } from 'flatted';
import { isObject, textOf, type JsonObject, type Session } from './session.mts';

/**
 * A file beside an item. `id` is set when n8n keeps the content on disk or in the database, `data`
 * (base64) else.
 */
export type BinaryFile = {
	data: string;
	id?: string;
	mimeType: string;
	fileName?: string;
	fileSize?: string;
};

/** What one node handed to the next. */
export type Item = { json: JsonObject; binary?: Record<string, BinaryFile>; pairedItem?: unknown };

export type ExecutionStatus =
	| 'new'
	| 'running'
	| 'waiting'
	| 'success'
	| 'error'
	| 'crashed'
	| 'canceled'
	| 'unknown';

/** A failed node's or execution's error as n8n stored it. */
export type ExecutionError = JsonObject & { message: string; description?: string | null };

type NodeRun = {
	executionTime: number;
	executionStatus?: string;
	error?: ExecutionError;
	data?: { main?: (Item[] | null)[] };
};

/**
 * One execution. `runData` is empty while it runs; its keys are the nodes' names, its values their
 * runs.
 */
export type Execution = {
	id: string;
	status: ExecutionStatus;
	mode: string;
	startedAt?: string;
	stoppedAt?: string;
	error?: ExecutionError;
	runData: Record<string, NodeRun[]>;
};

/** The most executions that n8n lists at once. */
const PAGE = 100;
/** PostgreSQL's largest integer. */
const HIGHEST_ID = String(2 ** 31 - 1);

const FINISHED: readonly string[] = ['success', 'error', 'crashed', 'canceled', 'unknown'];

/** Whether the execution will not go on. A waiting one will. */
export function isFinished(execution: Execution): boolean {
	return FINISHED.includes(execution.status);
}

/** An execution from n8n's answer; `data` arrives there as a text in the flatted format. */
export function toExecution(answer: JsonObject): Execution {
	const data: unknown = typeof answer.data === 'string' ? parse(answer.data) : answer.data;
	const result = isObject(data) && isObject(data.resultData) ? data.resultData : {};
	return {
		id: String(answer.id),
		status: textOf(answer, 'status') as ExecutionStatus,
		mode: textOf(answer, 'mode'),
		...(typeof answer.startedAt === 'string' ? { startedAt: answer.startedAt } : {}),
		...(typeof answer.stoppedAt === 'string' ? { stoppedAt: answer.stoppedAt } : {}),
		...(isObject(result.error) ? { error: result.error as ExecutionError } : {}),
		runData: isObject(result.runData) ? (result.runData as Execution['runData']) : {},
	};
}

/** Every execution of a workflow, newest first, without their data. */
export async function allExecutions(session: Session, workflowId: string): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const all: Execution[] = [];
	for (let lastId = HIGHEST_ID; ; ) {
		// Only with both ends does n8n list by number, in which pages do not shift.
		const path = `/executions?limit=${PAGE}&firstId=0&lastId=${lastId}&filter=${filter}`;
		const page = (await session.list('GET', path)).map(toExecution);
		all.push(...page);
		if (page.length < PAGE) return all;
		lastId = page.at(-1)?.id ?? '0';
	}
}

/**
 * The items that a node gave in its last run, by output (0 = first). Empty when it did not run or
 * gave nothing there.
 */
export function outputOf(execution: Execution, nodeName: string, output = 0): Item[] {
	return execution.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
}

/** A failed node's error, or the execution's own. */
export function errorOf(execution: Execution, nodeName?: string): ExecutionError | undefined {
	return nodeName === undefined ? execution.error : execution.runData[nodeName]?.at(-1)?.error;
}
