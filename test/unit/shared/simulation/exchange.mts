import { after } from './clock.mts';

/** What can go wrong: an error status, a connection that breaks off, or no answer at all. */
export type Fault = number | 'reset' | 'silence';

export interface Reply {
	statusCode: number;
	headers: Record<string, string>;
	body: string;
}

export interface Exchange {
	/** Milliseconds until the answer. */
	latency: number;
	/** Milliseconds that the client waits. */
	timeout: number;
	signal: AbortSignal | undefined;
	skew: number;
	dated: boolean;
	fault?: Fault;
	headers?: Record<string, string>;
	/** Asked when the answer leaves. */
	reply?: () => { status: number; body: unknown };
}

/**
 * One request on its way, with an answer, a time-out, a broken connection, or the end of the
 * execution.
 */
export async function exchange(part: Exchange): Promise<Reply> {
	const { latency, timeout, signal, fault } = part;
	const timedOut = fault === 'silence' || latency > timeout;
	await unlessAborted(timedOut ? timeout : latency, signal);
	if (timedOut) throw Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
	if (fault === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
	const { status, body } =
		typeof fault === 'number'
			? { status: fault, body: { message: 'Fault' } }
			: (part.reply?.() ?? { status: 204, body: '' });
	const date = new Date(Date.now() + part.skew).toUTCString();
	return {
		statusCode: status,
		headers: { ...(part.dated && { date }), ...part.headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	};
}

/** n8n 2.40 ends the requests of an execution that is canceled. */
async function unlessAborted(latency: number, signal: AbortSignal | undefined): Promise<void> {
	if (!signal) return await after(latency);
	await new Promise<void>((resolve, reject) => {
		const abort = () => {
			clearTimeout(timer);
			reject(Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' }));
		};
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', abort);
			resolve();
		}, latency);
		if (signal.aborted) abort();
		else signal.addEventListener('abort', abort, { once: true });
	});
}
