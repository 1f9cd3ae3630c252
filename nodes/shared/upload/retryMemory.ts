import type { IExecuteFunctions } from 'n8n-workflow';

import type { UnconfirmedFailure } from './uploadErrors';

/** Executions whose uploads are remembered; n8n repeats a node soon after it has failed. */
const MOST = 1_000;

/** The uploads of one run of a node, by whatever tells them apart. */
export interface PaidUploads<Document> {
	documents: Map<string, Document>;
	/** Those that may have been paid. */
	doubts: Map<string, UnconfirmedFailure>;
}

/**
 * What a node has uploaded in each execution. With "Retry On Fail" n8n runs a node again for all
 * its items, also for those that were uploaded before another one failed; each would be paid again.
 * Kept in memory, as n8n repeats a node in the same process.
 */
export class RetryMemory<Document> {
	private readonly runs = new Map<string, PaidUploads<Document>>();

	/** The uploads of this run of the node; those of an earlier try are in it. */
	of(context: IExecuteFunctions): PaidUploads<Document> {
		const key = JSON.stringify([
			context.getExecutionId(),
			context.getNode().id,
			context.getWorkflowDataProxy(0).$runIndex,
		]);
		const uploads = this.runs.get(key) ?? {
			documents: new Map<string, Document>(),
			doubts: new Map<string, UnconfirmedFailure>(),
		};
		this.runs.delete(key);
		this.runs.set(key, uploads);
		const [oldest] = this.runs.keys();
		if (this.runs.size > MOST && oldest !== undefined) this.runs.delete(oldest);
		return uploads;
	}
}
