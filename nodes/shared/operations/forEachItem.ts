import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { throwIfCanceled } from '../core/cancel';
import { CanceledFailure, toFailure, toNodeError } from '../core/errors';
import { settleAll } from '../concurrency/pool';
import { isToolCall } from './toolCall';

/** What an operation gives for one input item; pairing is added here. */
export type ItemWork = (itemIndex: number) => Promise<INodeExecutionData[]>;

export interface ItemLoop {
	/** Items under way at once. */
	concurrency: number;
	/** Ends the other items of a run that fails or is canceled; see `haltOf`. */
	abort?: AbortController;
	/** Added to the error that ends the run, for example what the run has already paid for. */
	remark?: () => string;
}

/**
 * Aborts when the execution is canceled; the item loop aborts it too when one item ends the run.
 */
export function abortOnCancel(context: IExecuteFunctions): AbortController {
	const abort = new AbortController();
	const canceled = context.getExecutionCancelSignal();
	if (canceled?.aborted) abort.abort();
	canceled?.addEventListener('abort', () => abort.abort(), { once: true });
	return abort;
}

/**
 * The item loop of every operation: items run through a pool, results come in input order, each
 * output item is paired with its input, and a failure becomes an error item or ends the run, as the
 * node's "On Error" setting says. The call of a tool always ends with its failure, for which the
 * router has the answer.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	{ concurrency, abort = abortOnCancel(context), remark }: ItemLoop,
	work: ItemWork,
): Promise<INodeExecutionData[]> {
	const goesOn = context.continueOnFail() && !isToolCall(context);
	const attempt = async (itemIndex: number) => {
		try {
			return await work(itemIndex);
		} catch (error) {
			if (!goesOn) abort.abort();
			throw toFailure(error);
		}
	};
	const indexes = context.getInputData().map((_, index) => index);
	const results = await settleAll(indexes, concurrency, attempt, () => !abort.signal.aborted);
	throwIfCanceled(context.getExecutionCancelSignal());
	if (!goesOn) throwFirst(context, results, remark);
	return results.flatMap((result, item) => {
		if (result === undefined) return [];
		return result.status === 'fulfilled'
			? result.value.map((output) => ({ ...output, pairedItem: { item } }))
			: [errorItem(result.reason, item)];
	});
}

/** n8n moves an item with exactly these keys to the error output and keeps its details. */
function errorItem(error: unknown, item: number): INodeExecutionData {
	const failure = toFailure(error);
	return {
		json: { error: failure.message, message: failure.nextStep, details: { ...failure.details } },
		pairedItem: { item },
	};
}

/** Throws the failure that ended the run; those that it ended count as canceled. */
function throwFirst(
	context: IExecuteFunctions,
	results: Array<PromiseSettledResult<unknown> | undefined>,
	remark: (() => string) | undefined,
): void {
	const item = results.findIndex(
		(result) => result?.status === 'rejected' && !(result.reason instanceof CanceledFailure),
	);
	const result = results[item];
	if (result?.status !== 'rejected') return;
	const failure = toFailure(result.reason);
	failure.nextStep = [failure.nextStep, remark?.()].filter(Boolean).join(' ');
	throw toNodeError(context.getNode(), failure, item);
}
