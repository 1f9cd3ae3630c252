import type { IExecuteFunctions } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import type { Pace } from '../waiting/pollSchedule';
import { DeadlineFailure, type Sight } from '../waiting/documentStatus';
import { WaitLoop } from '../waiting/statusPoller';

/**
 * A delivery can be earlier than the API shows what it tells of, and the API can be down for a
 * moment. Milliseconds.
 */
const PATIENCE = 120_000;

/**
 * What a delivery tells of, as the API gives it once it shows its end.
 *
 * @param readWith the operation that reads it later
 */
export async function settled<Document>(
	context: IExecuteFunctions,
	sight: Sight<Document>,
	id: string,
	readWith: string,
	pace?: Pace,
): Promise<Document> {
	try {
		const loop = new WaitLoop(sight, context.getExecutionCancelSignal(), pace);
		return (await loop.finished(id, { timeout: PATIENCE, ready: true })).document;
	} catch (error) {
		throw error instanceof DeadlineFailure ? tooEarly(error, readWith) : toFailure(error);
	}
}

function tooEarly(failure: DeadlineFailure, readWith: string): DeadlineFailure {
	failure.nextStep = `It was delivered, but the API did not show it as finished. Retry this execution later, or read it with ${readWith}.`;
	return failure;
}
