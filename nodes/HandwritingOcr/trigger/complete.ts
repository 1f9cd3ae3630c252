import type { IExecuteFunctions } from 'n8n-workflow';

import { toFailure } from '../../shared/errors';
import { DeadlineFailure } from '../../shared/sighting';
import { WaitLoop } from '../../shared/waiting';
import { documentSight } from '../api/sight';
import type { HandwritingOcr } from '../api/service';
import type { WireDocument } from '../api/wire';

/** A delivery can be earlier than the API shows the document as finished, and the API can be down for a moment. Milliseconds. */
const PATIENCE = 120_000;

/**
 * The finished document with its results: as it was delivered when it is whole, else from the API. A body that would have been too
 * large, or that names only the id, comes without results or with too few.
 *
 * @param confirm reads it from the API in any case
 */
export async function complete(context: IExecuteFunctions, service: HandwritingOcr, delivered: WireDocument, confirm: boolean): Promise<WireDocument> {
	return isWhole(delivered) && !confirm ? delivered : await finished(context, service, delivered.id);
}

/** The document as the API gives it once it is finished, done or failed. */
export async function finished(context: IExecuteFunctions, service: HandwritingOcr, id: string): Promise<WireDocument> {
	try {
		const { document } = await new WaitLoop(documentSight(service), context.getExecutionCancelSignal()).finished(id, { timeout: PATIENCE, ready: true });
		return document;
	} catch (error) {
		throw error instanceof DeadlineFailure ? tooEarly(error) : toFailure(error);
	}
}

function isWhole({ phase, results, pageCount }: WireDocument): boolean {
	return phase === 'failed' || (phase === 'done' && results !== null && results.length >= (pageCount ?? 1));
}

function tooEarly(failure: DeadlineFailure): DeadlineFailure {
	failure.nextStep = 'It was delivered, but the API did not show it as finished. Retry this execution later, or read the document with Document > Wait.';
	return failure;
}
