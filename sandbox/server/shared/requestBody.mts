import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/**
 * Reads what is left of a request's body and forgets it; resolves too when the sender breaks off.
 * A server that answers and closes before it has read everything breaks the connection under a
 * sender that is still writing, who then sees the answer or EPIPE, by chance.
 */
export async function discardBody(request: IncomingMessage): Promise<void> {
	if (request.readableEnded || request.destroyed) return;
	await finished(request.resume(), { writable: false }).catch(() => {});
}
