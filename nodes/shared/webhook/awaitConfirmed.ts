import type { IExecuteFunctions } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import type { PollSchedule } from '../waiting/pollSchedule';
import { DeadlineFailure, type StatusSource } from '../waiting/documentStatus';
import { StatusPoller } from '../waiting/statusPoller';

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
export async function awaitConfirmed<Document>(
	context: IExecuteFunctions,
	sight: StatusSource<Document>,
	id: string,
	readWith: string,
	pace?: PollSchedule,
): Promise<Document> {
	try {
		const loop = new StatusPoller(sight, context.getExecutionCancelSignal(), pace);
		return (await loop.finished(id, { timeout: PATIENCE, ready: true })).document;
	} catch (error) {
		throw error instanceof DeadlineFailure ? tooEarly(error, readWith) : toFailure(error);
	}
}

function tooEarly(failure: DeadlineFailure, readWith: string): DeadlineFailure {
	failure.nextStep = `It was delivered, but the API did not show it as finished. Retry this execution later, or read it with ${readWith}.`;
	return failure;
}
