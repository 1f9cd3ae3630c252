import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { takeOver } from '../../../shared/webhook/handOver';
import { runOnce } from '../../../shared/webhook/runOnce';
import type { Ocriva } from '../../api/client';
import { eventIn, type OcrivaEvent, subjectOf } from '../event';
import { itemsOf } from '../items';
import { matches, readSettings } from '../settings';
import { complete } from './complete';

/**
 * The run's side of a delivery: drops repeats, completes what is missing from the API, and gives
 * the items.
 *
 * @param item what the webhook handler has handed over
 */
export async function emit(
	context: IExecuteFunctions,
	service: Ocriva,
	item: INodeExecutionData | undefined,
): Promise<INodeExecutionData[]> {
	const handed = takeOver(item);
	const event = eventIn(handed.payload);
	if (!event)
		throw new InputFailure(
			'No event was delivered to this trigger',
			'It starts with a delivery to its webhook URL. To run the workflow without one, put Record > Get behind a Manual Trigger.',
		);
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	const subject = isTold(event) ? subjectOf(event) : undefined;
	return await runOnce(
		context,
		{ ...handed, subject, ignoresRepeats: settings.ignoreDuplicates },
		async (claim) => {
			const run = { context, service };
			const shown = await complete(run, event, settings);
			if (!matches(settings, shown)) return [];
			const isOther = subjectOf(shown).key !== subject?.key;
			if (isTold(shown) && isOther && !(await claim(subjectOf(shown)))) return [];
			return itemsOf(run, shown, settings);
		},
	);
}

/** What the API has not shown yet has nothing to know it by. */
function isTold({ source }: OcrivaEvent): boolean {
	return source === 'delivery' || source === 'api';
}
