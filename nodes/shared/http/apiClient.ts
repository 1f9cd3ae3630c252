import type {
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { ANY_FILE, ANY_JSON, type Expected, failureIn, unwrapped } from './judgeAnswer';
import type { ApiAnswer, RequestContext, Service } from './service';
import { closeWith, readBody } from './streams';
import { pause, throwIfCanceled } from '../core/cancel';
import {
	type ConnectionFailure,
	type Failure,
	ForeignAnswerFailure,
	InputFailure,
	mayHaveSucceeded,
	ServiceFailure,
} from '../core/errors';
import { RateLimiter, type RateWindow } from '../concurrency/rateLimiter';
import { parseJson } from '../core/json';
import type { FormBody } from './multipart';
import { BrokenJson, connectionFailure, interrupted } from './connectionErrors';
import { delayBeforeRepeat, isRateLimit, type RetryRule } from './retryPolicy';
import { withoutSecrets } from './secrets';

export type { ApiAnswer, ErrorResponse, RequestContext, Service } from './service';

export interface ApiRequest {
	route: string;
	/** The id that it is about, to be named when it is refused. */
	subject?: string;
	method: IHttpRequestMethods;
	/** Below the base URL, with a leading slash; or an absolute URL on the service's own host. */
	path: string;
	/** Lists become repeated keys. As a function it is asked anew for each attempt. */
	query?: IDataObject | (() => IDataObject);
	/** Built anew for each attempt, as a stream serves only one. */
	body?: () => FormBody;
	retry: RetryRule;
	/** `json` reads the whole answer; `stream` hands on the open body. */
	answer: 'json' | 'stream';
	/** What the answer has to be; any JSON or any file, unless given. */
	expects?: Expected;
	/**
	 * Milliseconds until the answer begins; 60 s unless given. What is sent has time of its own
	 * besides.
	 */
	timeout?: number;
	/** How often it is sent at most while the answer is 429. */
	limitedTries?: number;
	/** Asked before a repeat, and told why: whether anybody still waits for the answer. */
	wanted?: ((met: Failure) => boolean) | undefined;
}

const DEFAULT_TIMEOUT = 60_000;
/**
 * The slowest line that an upload may have for itself: the HTTP client's time-out counts from the
 * start of a request, sending included. Bytes per millisecond.
 */
const SLOWEST_LINE = 32;
/** Of a refusal; what comes behind says nothing more. Bytes. */
const LONGEST_REFUSAL = 2 ** 20;

/**
 * The one way to a service: adds the credential, obeys the run's rate limiter, repeats what may
 * be repeated, follows no redirect (the token would go along), and turns every refusal into a
 * Failure in the service's own words.
 */
export class ApiClient {
	constructor(
		private readonly context: RequestContext,
		readonly service: Service,
		private readonly limiter = new RateLimiter(),
		private readonly signal = 'getExecutionCancelSignal' in context
			? context.getExecutionCancelSignal()
			: undefined,
		private readonly repeats = true,
		private readonly turnsUntil = signal,
	) {}

	/**
	 * The same client for what pays: once the signal has fired nothing is sent any more, also what
	 * waits for its turn or for a repeat. What is under way comes to its end.
	 */
	sendingUntil(signal: AbortSignal): ApiClient {
		const { context, service, limiter, repeats } = this;
		return new ApiClient(context, service, limiter, this.signal, repeats, signal);
	}

	/**
	 * The same client for a caller that cannot wait: each request is sent once, whatever it brings.
	 */
	withoutRepeats(): ApiClient {
		return new ApiClient(this.context, this.service, this.limiter, this.signal, false);
	}

	/**
	 * @throws ServiceFailure for an answer of 300 or above, ForeignAnswerFailure, ConnectionFailure,
	 * InputFailure for what was not sent at all, CanceledFailure
	 */
	async request(request: ApiRequest): Promise<ApiAnswer> {
		const turn = this.limiter.takeTurn();
		let answerLost = false;
		for (let attempt = 1; ; attempt++) {
			await this.limiter.acquire(this.turnsUntil, turn);
			const outcome = await this.counted(request);
			if (!('failure' in outcome)) {
				this.limiter.succeed();
				return outcome;
			}
			const { failure } = outcome;
			if (failure instanceof ServiceFailure) failure.afterLostAnswer = answerLost;
			// What a stranger has answered has not reached the service.
			answerLost ||= mayHaveSucceeded(failure) && !(failure instanceof ForeignAnswerFailure);
			const delay = this.delayBeforeRetry(request, outcome, attempt);
			if (delay === null) throw failure;
			await pause(delay, this.turnsUntil);
			if (request.wanted?.(failure) === false) throw failure;
		}
	}

	private async counted(request: ApiRequest): Promise<ApiAnswer | Refused> {
		let window: RateWindow | undefined;
		try {
			const outcome = await this.attempt(request);
			window = this.service.rateWindow?.(outcome.headers);
			return outcome;
		} finally {
			this.limiter.release(window);
		}
	}

	private async attempt(request: ApiRequest): Promise<ApiAnswer | Refused> {
		const { route, subject, expects = request.answer === 'stream' ? ANY_FILE : ANY_JSON } = request;
		const given = await this.exchange(request);
		if ('failure' in given) return given;
		const answer = unwrapped(given, expects);
		const failure = failureIn(answer, { route, subject, expects }, this.service);
		return failure ? { failure, headers: answer.headers } : answer;
	}

	/** Sends the request and reads the answer, unless its open body is wanted. */
	private async exchange(request: ApiRequest): Promise<ApiAnswer | Refused> {
		const body = request.body?.();
		const host = new URL(this.service.baseUrl).host;
		const stop = new AbortController();
		let answer: IN8nHttpFullResponse | undefined;
		try {
			answer = await this.send(request, body, stop.signal);
			const { statusCode: status, headers, body: content } = answer;
			closeWith(content, () => stop.abort());
			if (status < 300 && request.answer === 'stream') return { status, headers, body: content };
			return { status, headers, body: await this.read(status, content) };
		} catch (error) {
			throwIfCanceled(this.signal);
			if (body?.sourceFailure) throw body.sourceFailure;
			const failure = answer ? interrupted(error, host) : connectionFailure(error, host);
			if (failure instanceof InputFailure) throw failure;
			return { failure, headers: answer?.headers ?? {} };
		} finally {
			body?.dispose();
		}
	}

	/**
	 * The JSON of a body, else its text. Secrets are taken out before anybody can see them; results
	 * may hold words that a user has chosen as the secret of webhooks.
	 */
	private async read(status: number, content: unknown): Promise<unknown> {
		const { secrets } = this.service;
		const text =
			status < 300
				? withoutSecrets(await readBody(content), secrets.slice(0, 1))
				: withoutSecrets(await readBody(content, LONGEST_REFUSAL), secrets);
		const value = parseJson(text);
		if (value === undefined && status < 300 && /^\s*[{[]/.test(text)) throw new BrokenJson();
		return value === undefined ? text : value;
	}

	private async send(
		request: ApiRequest,
		body: FormBody | undefined,
		stop: AbortSignal,
	): Promise<IN8nHttpFullResponse> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.path.startsWith('/') ? this.service.baseUrl + request.path : request.path,
			// Without JSON first a service may redirect to a web page, also where it gives files.
			headers: {
				Accept: request.answer === 'stream' ? 'application/json, */*;q=0.8' : 'application/json',
			},
			...(request.query && {
				qs: typeof request.query === 'function' ? request.query() : request.query,
				arrayFormat: 'repeat',
			}),
			...(body && { body: body.form }),
			// Read here in any case, so that a body which falls silent is noticed.
			encoding: 'stream',
			timeout: (request.timeout ?? DEFAULT_TIMEOUT) + Math.ceil((body?.size ?? 0) / SLOWEST_LINE),
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		// n8n takes the signal that ends a request from the context alone.
		const ended = this.signal ? AbortSignal.any([this.signal, stop]) : stop;
		const context: RequestContext = Object.create(this.context, {
			getExecutionCancelSignal: { value: () => ended },
		});
		const answer: unknown = await this.context.helpers.httpRequestWithAuthentication.call(
			context,
			this.service.credentialType,
			options,
		);
		return answer as IN8nHttpFullResponse;
	}

	/** For whatever the service repeats of what it was given. */
	withoutSecrets(text: string): string {
		return withoutSecrets(text, this.service.secrets);
	}

	/**
	 * Milliseconds until the next attempt, or null when the failure stands. Tells the limiter about a
	 * rate limit.
	 */
	private delayBeforeRetry(
		{ retry: rule, limitedTries }: ApiRequest,
		{ failure, headers }: Refused,
		attempt: number,
	): number | null {
		if (rule === 'never' || !this.repeats) return null;
		const isLast = this.service.finalStatuses?.includes(
			failure instanceof ServiceFailure ? failure.status : 0,
		);
		const delay = delayBeforeRepeat(failure, {
			rule,
			headers,
			attempt,
			limitedTries,
			...(isLast && { faultTries: 2 }),
		});
		if (delay === null || !isRateLimit(failure)) return delay;
		this.limiter.backOff(delay);
		return 0;
	}
}

interface Refused {
	failure: ServiceFailure | ConnectionFailure;
	headers: IDataObject;
}
