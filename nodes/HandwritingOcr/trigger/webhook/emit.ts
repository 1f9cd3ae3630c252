import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { objectOf } from '../../../shared/core/json';
import { runOnce } from '../../../shared/webhook/dedup/runOnce';
import { isSafeId } from '../../../shared/webhook/safeId';
import type { HandwritingOcr } from '../../api/client';
import { readDocument, type OcrDocument } from '../../api/parse';
import { complete } from './complete';
import { itemsOf, remove } from '../items';
import { matches, readSettings } from '../settings';

/**
 * The run's side of a delivery: drops repeats, completes what is missing from the API, and gives
 * the items.
 *
 * @param input the item that the webhook handler made: the document, and whether it had the same one a
 * moment ago
 */
export async function emit(
	context: IExecuteFunctions,
	service: HandwritingOcr,
	input: unknown,
): Promise<INodeExecutionData[]> {
	const { document: value, repeated } = objectOf(input);
	const delivered = readDocument(value);
	if (!isSafeId(delivered.id))
		throw new InputFailure(
			'No document was delivered to this trigger',
			'It starts with a delivery to its webhook URL. To run the workflow without one, put Document > Get behind a Manual Trigger.',
		);
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	const { ignoreDuplicates, confirmWithApi, deleteWhenDone } = settings;
	// What is not finished yet has no key to know it by.
	const key = delivered.phase === 'pending' ? undefined : keyOf(delivered);
	let done = '';
	const items = await runOnce(
		context,
		{ key, repeated: repeated === true, ignoreDuplicates },
		async (claim) => {
			// Without a secret it comes from the API already.
			const document = await complete(
				context,
				service,
				delivered,
				confirmWithApi && service.webhookSecret !== '',
			);
			if (!matches(settings, document)) return [];
			if (document.phase !== delivered.phase && !(await claim(keyOf(document)))) return [];
			if (document.phase === 'done') done = document.id;
			return await itemsOf({ context, service }, document, settings);
		},
	);
	// Last, as a run that fails is to be retried with the document still there. One that failed has
	// no result to be here.
	if (deleteWhenDone && done !== '') await remove({ context, service }, done);
	return items;
}

/** A document finishes once. */
function keyOf({ id, phase }: OcrDocument): string {
	return `${id}:${phase}`;
}
