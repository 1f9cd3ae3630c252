import type { IExecuteFunctions } from 'n8n-workflow';

import { settled } from '../../shared/webhook/awaitConfirmed';
import { documentSight } from '../api/sight';
import type { HandwritingOcr } from '../api/service';
import type { WireDocument } from '../api/wire';

/**
 * The finished document with its results: as it was delivered when it is whole, else from the API.
 * A body that would have been too large, or that names only the id, comes without results or with
 * too few.
 *
 * @param confirm reads it from the API in any case
 */
export async function complete(
	context: IExecuteFunctions,
	service: HandwritingOcr,
	delivered: WireDocument,
	confirm: boolean,
): Promise<WireDocument> {
	return isWhole(delivered) && !confirm
		? delivered
		: await finished(context, service, delivered.id);
}

/** The document as the API gives it once it is finished, done or failed. */
export async function finished(
	context: IExecuteFunctions,
	service: HandwritingOcr,
	id: string,
): Promise<WireDocument> {
	return await settled(context, documentSight(service), id, 'Document > Wait');
}

function isWhole({ phase, results, pageCount }: WireDocument): boolean {
	return (
		phase === 'failed' ||
		(phase === 'done' && results !== null && results.length >= (pageCount ?? 1))
	);
}
