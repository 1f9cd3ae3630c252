import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Claims } from '../../shared/trigger/claims';
import { InputFailure, toFailure } from '../../shared/errors';
import { objectOf } from '../../shared/json';
import type { HandwritingOcr } from '../api/service';
import { readDocument, type WireDocument } from '../api/wire';
import { complete } from './complete';
import { isPlainId } from './delivery';
import { itemsOf, remove } from './items';
import { matches, readSettings } from './settings';

/**
 * The run's side of a delivery: drops repeats, completes what is missing from the API, and gives the items.
 *
 * @param input the item that the doorkeeper made: the document, and whether it had the same one a moment ago
 */
export async function emit(context: IExecuteFunctions, service: HandwritingOcr, input: unknown): Promise<INodeExecutionData[]> {
	const { document: value, repeated } = objectOf(input);
	const delivered = readDocument(value);
	if (!isPlainId(delivered.id)) throw new InputFailure('No document was delivered to this trigger', 'It starts with a delivery to its webhook URL. To run the workflow without one, put Document > Get behind a Manual Trigger.');
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	// A test run from the editor repeats on purpose.
	const claims = settings.ignoreDuplicates && context.getMode() !== 'manual' ? new Claims(context) : undefined;
	if (claims && repeated === true) return [];
	// What is not finished yet has no key to know it by.
	if (delivered.phase !== 'pending' && (await claims?.take(keyOf(delivered))) === false) return [];
	try {
		// Without a secret it comes from the API already.
		const document = await complete(context, service, delivered, settings.confirmWithApi && service.webhookSecret !== '');
		if (!matches(settings, document)) return [];
		if (document.phase !== delivered.phase && (await claims?.take(keyOf(document))) === false) return [];
		const items = await itemsOf({ context, service }, document, settings);
		await claims?.keep();
		// Last, as a run that fails is to be retried with the document still there. One that failed has no result to be here.
		if (settings.deleteWhenDone && document.phase === 'done') await remove({ context, service }, document.id);
		return items;
	} catch (error) {
		// The service will not deliver it again, but the user may retry the execution.
		await claims?.release();
		throw toFailure(error);
	}
}

/** A document finishes once. */
function keyOf({ id, phase }: WireDocument): string {
	return `${id}:${phase}`;
}
