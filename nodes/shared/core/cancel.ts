import { sleep } from 'n8n-workflow';

import { CanceledFailure, type Failure, toFailure } from './errors';

/** Who waits for an answer. */
export interface Waiter {
	/**
	 * Once it has fired nothing is sent any more, also what waits for its turn or for a repeat; what
	 * is under way comes to its end. The cancelling of the execution unless given.
	 */
	until?: AbortSignal;
	/** Told what a try has met that is repeated. */
	met?(failure: Failure): void;
}

/** Throws when the execution was canceled. */
export function throwIfCanceled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new CanceledFailure();
}

/**
 * Waits, and ends at once with a CanceledFailure when the execution is canceled.
 *
 * @param ms milliseconds; nothing is waited for below 1
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	throwIfCanceled(signal);
	if (ms < 1) return;
	try {
		await sleep(ms, signal);
	} catch (error) {
		if (!signal?.aborted) throw toFailure(error);
	}
	// Also for older n8n versions, which sleep through the signal.
	throwIfCanceled(signal);
}

/**
 * The outcome of some work, or a CanceledFailure as soon as the execution is canceled; the end of
 * the work is then not waited for.
 */
export async function unlessCanceled<Result>(
	work: Promise<Result>,
	signal: AbortSignal | undefined,
): Promise<Result> {
	if (!signal) return await work;
	let abort = () => {};
	const canceled = new Promise<never>((_resolve, reject) => {
		abort = () => reject(new CanceledFailure());
	});
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, { once: true });
	try {
		return await Promise.race([work, canceled]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
