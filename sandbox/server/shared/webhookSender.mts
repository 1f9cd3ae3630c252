/** A delivery and what came of it. */
export type Delivery = {
	/** Real time, ISO 8601. */
	at: string;
	url: string;
	documentId: string | null;
	/** Status of the receiver's answer; null when there was none. */
	status: number | null;
	/** Body of the receiver's answer. */
	body: string;
	/** Why there was no answer. */
	error: string | null;
};

/** Milliseconds; long enough for a receiver on a busy machine. */
const timeout = 60_000;

/**
 * Sends a webhook once: no retries, no redirects followed, an answer awaited for a minute, on a
 * connection of its own, as one that the receiver is about to close would lose it. Never throws.
 */
export async function sendOnce(
	url: string,
	body: string,
	headers: Record<string, string>,
	documentId: string | null,
	stop: AbortSignal,
): Promise<Delivery> {
	const delivery: Delivery = {
		at: new Date().toISOString(),
		url,
		documentId,
		status: null,
		body: '',
		error: null,
	};
	try {
		const signal = AbortSignal.any([AbortSignal.timeout(timeout), stop]);
		const response = await fetch(url, {
			method: 'POST',
			body,
			headers: { ...headers, connection: 'close' },
			redirect: 'manual',
			signal,
		});
		delivery.status = response.status;
		delivery.body = await response.text();
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
		delivery.error = cause instanceof Error ? cause.message || cause.name : String(cause);
	}
	return delivery;
}
