import type { IExecuteFunctions } from 'n8n-workflow';

import { pause } from '../core/cancel';
import { ServiceFailure, toFailure } from '../core/errors';
import { DeadlineFailure, type StatusSource, type Watched } from '../waiting/documentStatus';
import { StatusPoller } from '../waiting/statusPoller';

/**
 * A delivery can be earlier than the API shows what it tells of, and the API can be down for a
 * moment.
 */
const PATIENCE_MS = 120_000;
/** So long the API may not know at all what was delivered: another of its servers may be behind. */
const UNKNOWN_MS = 6_000;
const BETWEEN_LOOKS_MS = 1_500;
const UNKNOWN = new Set([403, 404, 410]);

/**
 * What a delivery tells of, as the API gives it once it shows its end.
 *
 * @param readWith the operation that reads it later
 */
export async function awaitConfirmed<Document extends Watched>(
	context: IExecuteFunctions,
	source: StatusSource<Document>,
	known: Document,
	readWith: string,
): Promise<Document> {
	const signal = context.getExecutionCancelSignal();
	const poller = new StatusPoller(source, signal);
	const end = Date.now() + UNKNOWN_MS;
	for (;;) {
		try {
			return await poller.finished(known, { timeoutMs: PATIENCE_MS, ready: true });
		} catch (error) {
			if (error instanceof DeadlineFailure) throw tooEarly(error, readWith);
			const isUnknown = error instanceof ServiceFailure && UNKNOWN.has(error.status);
			if (!isUnknown || Date.now() >= end) throw toFailure(error);
			await pause(BETWEEN_LOOKS_MS, signal);
		}
	}
}

function tooEarly(failure: DeadlineFailure, readWith: string): DeadlineFailure {
	failure.nextStep = `It was delivered, but the API did not show it as finished. Retry this execution later, or read it with ${readWith}.`;
	return failure;
}
