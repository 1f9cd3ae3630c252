import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { settleAll } from '../concurrency/pool';
import { throwIfCanceled } from '../core/cancel';
import { CanceledFailure, messageWithId, toFailure, toNodeError } from '../core/errors';
import { isToolCall } from './toolCall';

/** What an operation gives for one input item; pairing is added here. */
type ItemWork = (itemIndex: number) => Promise<INodeExecutionData[]>;

interface ItemLoop {
	/** Items under way at once. */
	concurrency: number;
	/** Ends the other items of a run that fails or is canceled; see `abortOnCancel`. */
	abort?: AbortController;
	/** Added to the error that ends the run, for example what the run has already paid for. */
	remark?: (failure: unknown) => string;
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
 * Whether a failed item lets the others go on. The call of a tool always ends with its failure, for
 * which the router has the answer.
 */
export function goesOnAfterFailure(context: IExecuteFunctions): boolean {
	return context.continueOnFail() && !isToolCall(context);
}

/**
 * The item loop of every operation: items run through a pool, results come in input order, each
 * output item is paired with its input, and a failure becomes an error item or ends the run, as the
 * node's "On Error" setting says.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	{ concurrency, abort = abortOnCancel(context), remark }: ItemLoop,
	work: ItemWork,
): Promise<INodeExecutionData[]> {
	const goesOn = goesOnAfterFailure(context);
	const attempt = async (itemIndex: number) => {
		try {
			return (await work(itemIndex)).map(withoutErrorKey);
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
		const items =
			result.status === 'fulfilled' ? result.value : [errorItem(context, result.reason)];
		return items.map((output) => ({ ...output, pairedItem: { item } }));
	});
}

/** One error item for each input item: for what goes wrong before the items are begun. */
export function errorItems(context: IExecuteFunctions, error: unknown): INodeExecutionData[] {
	const failed = errorItem(context, error);
	return context.getInputData().map((_, item) => ({ ...failed, pairedItem: { item } }));
}

/** Marks the items that {@link errorItem} makes: data of a service may have the same keys. */
const failedItems = new WeakSet<IDataObject>();

/** Whether an item tells of a failure. */
export function isErrorItem({ json }: INodeExecutionData): boolean {
	return failedItems.has(json);
}

/**
 * The item of a failure. n8n sends an item to the error output by its keys `error` and `message`;
 * 1.123 takes one with more keys for a success, so `details` stand beside them only with
 * "Continue", and the document's id always in words.
 */
export function errorItem(
	context: Pick<IExecuteFunctions, 'getNode'>,
	error: unknown,
): INodeExecutionData {
	const failure = toFailure(error);
	const { nextStep, details } = failure;
	const json: IDataObject = {
		error: messageWithId(failure),
		message: nextStep || 'Look at the input of this item and at the settings of the node.',
		...(context.getNode().onError !== 'continueErrorOutput' && { details: { ...details } }),
	};
	failedItems.add(json);
	return { json };
}

/**
 * n8n reroutes and repeats items by their key `error`, so data of that name is given out as
 * `error_2`.
 */
function withoutErrorKey(item: INodeExecutionData): INodeExecutionData {
	if (!('error' in item.json) || isErrorItem(item)) return item;
	let number = 2;
	while (`error_${number}` in item.json) number++;
	const entries = Object.entries(item.json).map(
		([key, value]) => [key === 'error' ? `error_${number}` : key, value] as const,
	);
	return { ...item, json: Object.fromEntries(entries) };
}

/** Throws the failure that ended the run; those that it ended count as canceled. */
function throwFirst(
	context: IExecuteFunctions,
	results: Array<PromiseSettledResult<unknown> | undefined>,
	remark: ItemLoop['remark'],
): void {
	const item = results.findIndex(
		(result) => result?.status === 'rejected' && !(result.reason instanceof CanceledFailure),
	);
	const result = results[item];
	if (result?.status !== 'rejected') return;
	if (isToolCall(context)) throw toFailure(result.reason);
	throw toNodeError(context.getNode(), result.reason, {
		itemIndex: item,
		remark: remark?.(result.reason),
	});
}
