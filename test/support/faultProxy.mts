import {
	createServer,
	request as send,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { holdBack } from '../engine/harness/clock.mts';
import { CLOCK_HEADER } from '../../sandbox/server/shared/clock.mts';

/** What a stranger, or the service itself, answers in place of what it would have answered. */
export type MadeUp = {
	status: number;
	headers?: Record<string, string>;
	/** Bytes or text as they are, anything else as JSON; a function makes it from the request. */
	body?: unknown;
	/** Headers that depend on the moment, in milliseconds since 1970. */
	headersAt?: (now: number) => Record<string, string>;
};

/** What happens to a request on its way. */
export type Strike =
	| { answer: MadeUp; /** Whether the service has done its work before. */ worked?: boolean }
	/** The connection ends: unread, half-way through what is sent, after the work, in the answer. */
	| { cut: 'before' | 'sending' | 'worked' | 'answer' }
	/** Nothing more comes, and the connection stays open. */
	| { silent: 'before' | 'worked' | 'answer' }
	/** Bytes that are no HTTP, after the work. */
	| { garbage: string }
	/** The answer comes so many milliseconds late, by the nodes' clock. */
	| { lateMs: number }
	/** The service's own answer, changed. */
	| { change: (answer: Answered) => MadeUp }
	/** The first answer is held back until another one has been given. */
	| { order: 'reversed' };

export type Rule = {
	matches: (request: { method: string; path: string }) => boolean;
	strike: Strike;
	/** How often it strikes. */
	times: number;
	/** Called as soon as nothing more comes of an answer, before the nodes' clock goes on. */
	onSilence?: (() => void) | undefined;
};

/** A request that came by. */
export type Passed = {
	method: string;
	path: string;
	struck: boolean;
	/** By the nodes' clock. */
	at: number;
	/** Whether the service has answered it. */
	worked: boolean;
};

/** Stands before a service and passes its requests on, but for those that a rule strikes. */
export type FaultProxy = {
	/** Without a trailing slash. */
	url: string;
	/** The requests that were struck and those that passed, in the order in which they came. */
	requests: Passed[];
	/** Forgets the requests, lets go of what is held, and goes by this rule from now on. */
	follow: (rule?: Rule) => void;
	stop: () => Promise<void>;
};

type Asked = {
	request: IncomingMessage;
	response: ServerResponse;
	body: Buffer;
	entry: Passed;
	onSilence: Rule['onSilence'];
};

/** An answer of the service. */
export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** Cuts the connection when the strike says so before the request is read. */
function cutsEarly(strike: Strike | undefined, request: IncomingMessage): boolean {
	const cut = strike && 'cut' in strike ? strike.cut : undefined;
	if (cut === 'before') request.socket.destroy();
	if (cut === 'sending') request.once('data', () => request.socket.destroy());
	return cut === 'before' || cut === 'sending';
}

export async function startFaultProxy(serviceUrl: string): Promise<FaultProxy> {
	const requests: FaultProxy['requests'] = [];
	let rule: Rule | undefined;
	let struckTimes = 0;
	let held: (() => void) | undefined;

	const take = (method: string, path: string): Strike | undefined => {
		if (!rule?.matches({ method, path })) return undefined;
		return struckTimes++ < rule.times ? rule.strike : undefined;
	};
	/** Holds the first of two answers back until the second is given. */
	const inOtherOrder = async (asked: Asked) => {
		const answer = await pass(serviceUrl, asked);
		if (held) {
			give(asked.response, answer);
			const release = held;
			asked.response.once('close', () => setTimeout(release, 50));
			return;
		}
		await new Promise<void>((release) => (held = release));
		give(asked.response, answer);
	};

	const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { method = 'GET', url: path = '/' } = request;
		const strike = take(method, path);
		const at = clockOf(request);
		const entry = { method, path, struck: strike !== undefined, at, worked: false };
		requests.push(entry);
		if (cutsEarly(strike, request)) return;
		const onSilence = rule?.onSilence;
		const asked = { request, response, body: await buffer(request), entry, onSilence };
		if (!strike) give(response, await pass(serviceUrl, asked));
		else if ('order' in strike) await inOtherOrder(asked);
		else await hit(strike, serviceUrl, asked);
	};
	// A caller that has gone is no fault of the proxy.
	const server = createServer((request, response) => {
		response.on('error', () => {});
		serve(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		follow: (next) => {
			held?.();
			[rule, struckTimes, held] = [next, 0, undefined];
			requests.length = 0;
			server.closeAllConnections();
		},
		stop: async () =>
			await new Promise((resolve) => {
				held?.();
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

async function hit(
	strike: Exclude<Strike, { order: 'reversed' }>,
	serviceUrl: string,
	asked: Asked,
): Promise<void> {
	const { request, response } = asked;
	if ('silent' in strike) return await fallSilent(strike.silent, serviceUrl, asked);
	if ('answer' in strike) {
		if (strike.worked) await pass(serviceUrl, asked);
		return giveMadeUp(asked, strike.answer);
	}
	const answer = await pass(serviceUrl, asked);
	if ('lateMs' in strike) {
		await holdBack(request, strike.lateMs);
		return give(response, answer);
	}
	if ('change' in strike) return giveMadeUp(asked, strike.change(answer));
	if ('garbage' in strike) return void request.socket.end(strike.garbage);
	if (strike.cut !== 'answer') return void request.socket.destroy();
	giveHalf(response, answer);
	setTimeout(() => request.socket.destroy(), 20);
}

async function fallSilent(
	when: 'before' | 'worked' | 'answer',
	serviceUrl: string,
	asked: Asked,
): Promise<void> {
	if (when !== 'before') {
		const answer = await pass(serviceUrl, asked);
		if (when === 'answer') giveHalf(asked.response, answer);
	}
	asked.onSilence?.();
	await holdBack(asked.request);
}

/** The service's own answer. */
async function pass(serviceUrl: string, { request, body, entry }: Asked): Promise<Answered> {
	const { method = 'GET', url = '/', headers } = request;
	const onward = send(serviceUrl + url, { method, headers });
	onward.end(body);
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		onward.once('response', resolve);
		onward.once('error', reject);
	});
	const given = {
		status: answer.statusCode ?? 0,
		headers: answer.headers,
		body: await buffer(answer),
	};
	entry.worked = true;
	return given;
}

function give(response: ServerResponse, { status, headers, body }: Answered): void {
	const { 'transfer-encoding': _, connection: __, ...kept } = headers;
	response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}

function giveHalf(response: ServerResponse, { status, headers, body }: Answered): void {
	const { 'transfer-encoding': _, connection: __, ...kept } = headers;
	response.writeHead(status, { ...kept, 'content-length': body.length });
	response.write(body.subarray(0, Math.max(1, Math.floor(body.length / 2))));
}

function giveMadeUp(
	{ request, response }: Asked,
	{ status, headers, body, headersAt }: MadeUp,
): void {
	const now = clockOf(request);
	const content: unknown = typeof body === 'function' ? body(request.headers) : (body ?? '');
	const isRaw = typeof content === 'string' || content instanceof Uint8Array;
	response
		.writeHead(status, {
			date: new Date(now).toUTCString(),
			...(!isRaw && { 'content-type': 'application/json' }),
			...headers,
			...headersAt?.(now),
		})
		.end(isRaw ? content : JSON.stringify(content));
}

/** The moment at which the nodes sent it, in milliseconds since 1970. */
function clockOf({ headers }: IncomingMessage): number {
	return Number(headers[CLOCK_HEADER] ?? Date.now());
}
