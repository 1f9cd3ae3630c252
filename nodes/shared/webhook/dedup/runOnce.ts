import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toFailure } from '../../core/errors';
import { Deduplicator } from './deduplicator';
import { isOfThisProcess } from './processMark';

/** A delivery as the run knows it. */
export interface Delivered {
	/** Repeats have the same one; undefined while nothing is known that a repeat could be told by. */
	key: string | undefined;
	/** Whether the webhook handler had the same one a moment ago. */
	repeated: boolean;
	/**
	 * As the user has set it. A test run from the editor repeats on purpose, so there it does not
	 * count.
	 */
	ignoreDuplicates: boolean;
}

/** Claims another key. @returns false when another run has it */
export type Claim = (key: string) => Promise<boolean>;

/**
 * The run's side of a delivery: does the work for one of its repeats and gives no items for the
 * others. When the work fails, the claim is given up: the service will not deliver it again, but
 * the user may retry the execution.
 */
export async function runOnce(
	context: IExecuteFunctions,
	{ key, repeated, ignoreDuplicates }: Delivered,
	work: (claim: Claim) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	if (!ignoreDuplicates || context.getMode() === 'manual') return await work(async () => true);
	if (repeated) return [];
	const deduplicator = new Deduplicator(context, isOfThisProcess(context));
	if (key !== undefined && !(await deduplicator.claim(key))) return [];
	try {
		const items = await work(async (another) => await deduplicator.claim(another));
		await deduplicator.confirm();
		return items;
	} catch (error) {
		await deduplicator.release();
		throw toFailure(error);
	}
}
