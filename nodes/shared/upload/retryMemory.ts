import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Failure, isMissing } from '../core/errors';
import { isErrorItem } from '../operations/forEachItem';
import { isToolCall } from '../operations/toolCall';
import { BoundedMap } from '../concurrency/boundedMap';

/** n8n repeats a node within seconds, a model within minutes. */
const REMEMBERED_MS = 3_600_000;
/** Long enough for n8n to repeat it; after that a document that is gone may be uploaded again. */
const MISSING_MS = 300_000;
/** Keeps the memory of the process bounded. */
const MOST = 10_000;

/** What tells whose try it is. */
type Caller = Pick<
	IExecuteFunctions,
	'getNode' | 'getWorkflow' | 'getExecutionId' | 'getWorkflowDataProxy'
>;

/** What became of something that is paid: it was done, or must not be tried again. */
type PaidOutcome<Value> = ({ value: Value } | { failure: Failure }) & {
	/** When it was kept, in milliseconds since 1970: a failure the first time. */
	keptAt?: number;
};

/**
 * What a failed try of a node hands to the next one, so that nothing is paid twice. Under "Retry On
 * Fail" n8n runs a node again for all its items, also for those that were paid before another one
 * failed; and a model repeats a call that failed. A try that ends well leaves nothing behind.
 *
 * Kept in memory, as n8n repeats a node in the same process.
 */
export class RetryMemory<Value> {
	/** Several of one key are of calls at the same moment. */
	private readonly entries = new BoundedMap<Array<PaidOutcome<Value>>>(MOST);

	/** @returns undefined where nothing can repeat the node */
	openTry(context: Caller): RememberedTry<Value> | undefined {
		const scope = scopeOf(context);
		return scope === undefined ? undefined : new RememberedTry(this, scope);
	}

	/** For {@link RememberedTry}: an entry serves one try. */
	take(key: string): PaidOutcome<Value> | undefined {
		const [outcome, ...others] = (this.entries.get(key) ?? []).filter(isFresh);
		this.entries.delete(key);
		if (others.length > 0) this.entries.set(key, others);
		return outcome;
	}

	/** For {@link RememberedTry}. */
	keep(key: string, outcome: PaidOutcome<Value>): void {
		const now = Date.now();
		const keptAt = 'failure' in outcome ? (outcome.keptAt ?? now) : now;
		this.entries.set(key, [...(this.entries.get(key) ?? []), { ...outcome, keptAt }]);
	}
}

/** The part of the memory that one try of a node sees and adds to. */
export class RememberedTry<Value> {
	private readonly outcomes = new Map<string, PaidOutcome<Value>>();

	constructor(
		private readonly memory: RetryMemory<Value>,
		private readonly scope: string,
	) {}

	/**
	 * What an earlier try left under a key; this try takes it over.
	 *
	 * @param key all that decides what is paid for, among it the content of a file: files of one name
	 * and size are told apart
	 */
	earlier(key: string): PaidOutcome<Value> | undefined {
		const outcome = this.memory.take(this.scope + key);
		if (outcome) this.outcomes.set(key, outcome);
		return outcome;
	}

	record(key: string, outcome: PaidOutcome<Value>): void {
		this.outcomes.set(key, outcome);
	}

	/** Another try has to pay again, as for a document that failed and whose credits came back. */
	forget(key: string): void {
		this.outcomes.delete(key);
	}

	/** See {@link handingOver}. */
	handOver(): void {
		for (const [key, outcome] of this.outcomes) this.memory.keep(this.scope + key, outcome);
	}
}

/**
 * The items of a try. When it fails, or one of its items does, the next try goes on from what it
 * has recorded.
 */
export async function handingOver(
	remembered: RememberedTry<unknown> | undefined,
	run: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	let hasFailed = true;
	try {
		const items = await run();
		hasFailed = items.some(isErrorItem);
		return items;
	} finally {
		if (hasFailed) remembered?.handOver();
	}
}

/**
 * Whose tries follow one another. A node repeats itself within one run of one execution. The calls
 * of a tool have a run index each (n8n counts it up for every try), and no execution under an MCP
 * Server Trigger: there the content of a call alone tells that it is the repetition of a failed
 * one.
 */
function scopeOf(context: Caller): string | undefined {
	const node = context.getNode();
	const execution = context.getExecutionId() as string | undefined;
	if (isToolCall(context))
		return JSON.stringify([context.getWorkflow().id, node.id, execution ?? null]);
	if (execution === undefined || node.retryOnFail !== true) return undefined;
	return JSON.stringify([execution, node.id, context.getWorkflowDataProxy(0).$runIndex]);
}

function isFresh(outcome: PaidOutcome<unknown>): boolean {
	const isGone = 'failure' in outcome && isMissing(outcome.failure);
	return Date.now() - (outcome.keptAt ?? 0) < (isGone ? MISSING_MS : REMEMBERED_MS);
}
