import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from './accounts.mts';
import { CLOCK_HEADER, now, sleep } from './clock.mts';
import type { Fault } from './faults.mts';
import { discardForm, readForm, type Form } from './form.mts';
import { errorBody, faultAnswer, type ErrorBody } from './faultAnswer.mts';
import { withoutToken, type Journal, type JournalEntry } from './journal.mts';
import { RateLimiter } from './rateLimiter.mts';
import { discardBody } from './requestBody.mts';
import type { ServiceContext } from './service.mts';
import type { BaseSettings, RateLimit } from './settings.mts';

/** What the guard knows about a request. */
export type Exchange = {
	token: string | undefined;
	entry: JournalEntry;
	fault: Fault | undefined;
	form: Form | undefined;
	started: number;
};

declare module 'fastify' {
	interface FastifyRequest {
		exchange: Exchange;
	}
	interface FastifyContextConfig {
		/** Name of the route, for faults and the journal. */
		route?: string;
	}
}

/** Finds the caller's token, valid or not, where the service wants it. */
export type TokenReader = (headers: IncomingHttpHeaders) => string | undefined;

/** The token out of `Authorization: Bearer <token>`. */
export function bearerToken(authorization: string | undefined): string | undefined {
	return /^Bearer\s+(\S.*)$/i.exec(authorization ?? '')?.[1]?.trim();
}

/**
 * Where the guard finds accounts. Each token has its own limit, journal and faults, also when an
 * account has several.
 */
export type AccountFinder<Settings extends BaseSettings> = {
	byToken: (token: string | undefined) => Account<Settings> | undefined;
};

/** What a service does in its own way. */
export type GuardOptions<Settings extends BaseSettings> = {
	/** Where the token stands; default: a bearer token. */
	tokenOf?: TokenReader;
	/** Body of refusals and faults; default: Laravel's. */
	errorBody?: ErrorBody;
	/** How limits work that an account is set to, where its setting says nothing else. */
	rateLimit?: Partial<RateLimit>;
	/** Largest file in bytes; default 20 MB. */
	largestFile?: (settings: Settings) => number;
};

const UNNOTED_HEADERS = new Set(['authorization', 'x-api-key', CLOCK_HEADER]);

/**
 * Puts the common machinery around a service's routes: journal, latency, multipart forms, rate
 * limit and faults, in this order; the routes themselves come after it, authentication included.
 */
export function guard<Settings extends BaseSettings>(
	app: FastifyInstance,
	context: ServiceContext,
	accounts: AccountFinder<Settings>,
	options: GuardOptions<Settings> = {},
): void {
	const { tokenOf = ({ authorization }) => bearerToken(authorization) } = options;
	const body = options.errorBody ?? errorBody;
	const isWithinLimit = rateLimits(options.rateLimit);

	app.addHook('onRequest', async (request, reply) => {
		const token = tokenOf(request.headers);
		const account = accounts.byToken(token);
		const moment = Number(request.headers[CLOCK_HEADER] ?? Number.NaN);
		if (account && !Number.isNaN(moment)) account.offset = moment - Date.now();
		if (account) reply.header('date', new Date(now(account)).toUTCString());
		const entry = openEntry(context.journal, request, token);
		reply.raw.once('close', () => (entry.underWay = false));
		const fault = context.faults.take(entry.route, token);
		request.exchange = { token, entry, fault, form: undefined, started: performance.now() };
		if (fault) entry.fault = describe(fault);
		await sleep(account?.settings.latency ?? 0);
		if (fault?.when === 'before') await context.faults.pass(fault);
		if (fault?.reset === 'before') await destroy(request, reply);
	});

	app.addHook('preHandler', async (request, reply) => {
		const { entry, fault, token } = request.exchange;
		const account = accounts.byToken(token);
		if (request.isMultipart()) {
			const largest = account && options.largestFile?.(account.settings);
			const form = await readForm(request, context.files, largest);
			request.exchange.form = form;
			noteForm(entry, form, token);
		}
		if (account && !isWithinLimit(account, token, reply)) return reply.code(429).send(body(429));
		if (fault?.status !== undefined && fault.when === 'before') {
			const answer = faultAnswer(fault, fault.status, { body, clock: account });
			return reply.code(answer.status).headers(answer.headers).send(answer.body);
		}
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const { fault, token } = request.exchange;
		if (fault?.when !== 'after') return payload;
		await context.faults.pass(fault);
		if (fault.reset === 'during' || fault.silent) return brokenOff(payload, request, reply);
		if (fault.reset) request.raw.socket.destroy();
		if (fault.reset || fault.status === undefined) return payload;
		const answer = faultAnswer(fault, fault.status, { body, clock: accounts.byToken(token) });
		reply.removeHeader('content-length');
		reply.code(answer.status).headers(answer.headers);
		return answer.body;
	});

	app.addHook('onResponse', async (request, reply) => {
		const { entry, fault, form, started } = request.exchange;
		entry.status = fault?.reset || fault?.silent ? null : reply.statusCode;
		entry.duration = Math.round(performance.now() - started);
		if (form) await discardForm(form);
	});
}

/**
 * Counts the requests of each token. The function tells whether one is within the limit that its
 * account is set to, and puts the headers about it into the answer.
 */
function rateLimits(
	usual: Partial<RateLimit> = {},
): (account: Account<BaseSettings>, token: string | undefined, reply: FastifyReply) => boolean {
	const limiters = new Map<string, RateLimiter>();
	return (account, token = account.token, reply) => {
		if (!account.settings.rateLimit) return true;
		const limit = { ...usual, ...account.settings.rateLimit };
		const limiter = limiters.get(token) ?? new RateLimiter();
		limiters.set(token, limiter);
		const at = now(account);
		const verdict = limiter.count(limit, at);
		reply.headers(RateLimiter.headers(limit, verdict, at));
		return verdict.allowed;
	};
}

async function destroy(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	reply.hijack();
	await discardBody(request.raw);
	request.raw.socket.destroy();
}

/**
 * The first half of a body that is announced as a whole; then the connection ends, or stays open
 * until the caller has enough.
 */
async function brokenOff(
	payload: unknown,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<Readable> {
	const { socket } = request.raw;
	const bytes = await bytesOf(payload);
	reply.header('content-length', bytes.length);
	return Readable.from(
		(async function* () {
			yield bytes.subarray(0, Math.floor(bytes.length / 2));
			if (request.exchange.fault?.reset === 'during') await sleep(50);
			else await once(socket, 'close');
			socket.destroy();
		})(),
	);
}

async function bytesOf(payload: unknown): Promise<Uint8Array> {
	if (payload instanceof Readable) return buffer(payload);
	return typeof payload === 'string' || payload instanceof Uint8Array
		? Buffer.from(payload)
		: new Uint8Array();
}

function describe(fault: Fault): string {
	const what = [
		fault.reset && 'reset',
		fault.silent && 'silent',
		!fault.reset && fault.status,
		fault.delay && `delay ${fault.delay}`,
		fault.hold && 'hold',
	].filter(Boolean);
	return `${what.join(', ') || 'nothing'} ${fault.reset ?? fault.when}`;
}

function openEntry(
	journal: Journal,
	request: FastifyRequest,
	token: string | undefined,
): JournalEntry {
	return journal.open(token, {
		method: request.method,
		route: request.routeOptions.config.route ?? 'unknown',
		path: withoutToken(request.url, token),
		headers: journalHeaders(request.headers, token),
	});
}

function journalHeaders(
	headers: IncomingHttpHeaders,
	token: string | undefined,
): Record<string, string> {
	const kept = Object.entries(headers).filter(([name]) => !UNNOTED_HEADERS.has(name));
	return Object.fromEntries(
		kept.map(([name, value]) => [name, withoutToken(String(value), token)]),
	);
}

function noteForm(entry: JournalEntry, form: Form, token: string | undefined): void {
	entry.partNames = form.partNames;
	for (const [name, value] of Object.entries(form.fields))
		entry.fields[name] = withoutToken(value, token);
	entry.files = form.files.map(({ field, name, type, size }) => ({ field, name, type, size }));
	const file = form.files[0];
	if (!file) return;
	entry.fileName = file.name;
	entry.fileType = file.type;
	entry.fileSize = file.size;
}
