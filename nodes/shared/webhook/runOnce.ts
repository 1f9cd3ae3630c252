import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import { Deduplicator, type Subject } from './deduplicator';
import type { HandedOver } from './handOver';

/** Claims what the work has found out to be delivered. @returns false when another run has it */
type Claim = (subject: Subject) => Promise<boolean>;

/**
 * The run's side of a delivery: does the work for one of its repeats and gives no items for the
 * others. When the work fails, the claim is given up: the service will not deliver it again, but
 * the user may retry the execution.
 *
 * @param subject undefined while nothing is known that a repeat could be told by
 * @param ignoresRepeats as the user has set it; a test run from the editor repeats on purpose
 */
export async function runOnce(
	context: IExecuteFunctions,
	{
		subject,
		ignoresRepeats,
		...delivery
	}: HandedOver & { subject?: Subject; ignoresRepeats: boolean },
	work: (claim: Claim) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	if (!ignoresRepeats || context.getMode() === 'manual') return await work(async () => true);
	if (delivery.isRepeat) return [];
	const deduplicator = new Deduplicator(context, delivery);
	const claim: Claim = async (claimed) => (await deduplicator.claim([claimed])).length > 0;
	if (subject && !(await claim(subject))) return [];
	try {
		const items = await work(claim);
		await deduplicator.confirm();
		return items;
	} catch (error) {
		await deduplicator.release();
		throw toFailure(error);
	}
}
