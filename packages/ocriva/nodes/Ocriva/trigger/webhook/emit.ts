import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { objectOf } from '../../../shared/core/json';
import { runOnce } from '../../../shared/webhook/dedup/runOnce';
import type { Ocriva } from '../../api/client';
import { complete } from './complete';
import { keyOf, type OcrivaEvent, readEnvelope, SOURCES } from './event';
import { itemsOf } from '../items';
import { matches, readSettings } from '../settings';

/**
 * The run's side of a delivery: drops repeats, completes what is missing from the API, and gives
 * the items.
 *
 * @param input the item that the webhook handler made: the envelope, who says so, and whether it had the
 * same one a moment ago
 */
export async function emit(
	context: IExecuteFunctions,
	service: Ocriva,
	input: unknown,
): Promise<INodeExecutionData[]> {
	const { event: envelope, source: given, repeated } = objectOf(input);
	const source = SOURCES.find((candidate) => candidate === given);
	const event = source && readEnvelope(envelope, source);
	if (!event)
		throw new InputFailure(
			'No event was delivered to this trigger',
			'It starts with a delivery to its webhook URL. To run the workflow without one, put Record > Get behind a Manual Trigger.',
		);
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	return await runOnce(
		context,
		{
			key: claimOf(event),
			repeated: repeated === true,
			ignoreDuplicates: settings.ignoreDuplicates,
		},
		async (claim) => {
			const run = { context, service };
			const shown = await complete(run, event, settings);
			if (!matches(settings, shown)) return [];
			const key = claimOf(shown);
			if (key !== undefined && key !== claimOf(event) && !(await claim(key))) return [];
			return itemsOf(run, shown, settings);
		},
	);
}

/** What the API has not shown yet has no key to know it by. */
function claimOf(event: OcrivaEvent): string | undefined {
	return event.source === 'delivery' || event.source === 'api' ? keyOf(event) : undefined;
}
