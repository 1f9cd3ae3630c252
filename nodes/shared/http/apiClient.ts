import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { apiText } from './errorText';
import { readBody } from './streams';
import { pause, throwIfCanceled } from '../core/cancel';
import { ConnectionFailure, mayHaveSucceeded, ServiceFailure } from '../core/errors';
import { RateLimiter, type RateWindow } from '../concurrency/rateLimiter';
import { parseJson } from '../core/json';
import type { FormBody } from './multipart';
import { connectionFailure, isPermanent } from './connectionErrors';
import { brokenDelay, limitDelay, rateWindow, type RetryRule } from './retryPolicy';

export type RequestContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IWebhookFunctions
	| IPollFunctions;

/** What the client has to know of a service. */
export interface Service {
	credentialType: string;
	/** Without a trailing slash. */
	baseUrl: string;
	/** What must never be shown, also when the service repeats it in an answer. */
	secrets: readonly string[];
	/** The service's own meaning of a refusal: what to show and what to do next. */
	describeError(refusal: ErrorResponse): { message: string; nextStep: string };
	/**
	 * Statuses of 500 and above that are the service's last word on a document: a request is repeated
	 * once on them.
	 */
	finalStatuses?: readonly number[];
}

export interface ErrorResponse {
	/** The name that the caller gave the request, such as `upload`. */
	route: string;
	status: number;
	/** The service's own words, or null. */
	text: string | null;
	body: unknown;
}

export interface ApiRequest {
	route: string;
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
	/** Milliseconds without an answer; 60 s unless given. */
	timeout?: number;
	/** How often it is sent at most while the answer is 429. */
	limitedTries?: number;
	/** Asked before a repeat: whether anybody still waits for the answer. */
	wanted?: () => boolean;
}

export interface ApiAnswer {
	status: number;
	headers: IDataObject;
	/** The parsed JSON, or the text when it is none, or the readable stream. */
	body: unknown;
}

const DEFAULT_TIMEOUT = 60_000;

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

	/** @throws ServiceFailure for an answer of 300 or above, ConnectionFailure, CanceledFailure */
	async request(request: ApiRequest): Promise<ApiAnswer> {
		let answerLost = false;
		for (let attempt = 1; ; attempt++) {
			await this.limiter.acquire(this.turnsUntil);
			const outcome = await this.counted(request);
			if (!('failure' in outcome)) {
				this.limiter.succeed();
				return outcome;
			}
			if (outcome.failure instanceof ServiceFailure) outcome.failure.afterLostAnswer = answerLost;
			answerLost ||= mayHaveSucceeded(outcome.failure);
			const delay = this.delayBeforeRetry(request, outcome, attempt);
			if (delay === null) throw outcome.failure;
			await pause(delay, this.turnsUntil);
			if (request.wanted?.() === false) throw outcome.failure;
		}
	}

	private async counted(request: ApiRequest): Promise<ApiAnswer | Refused> {
		let window: RateWindow | undefined;
		try {
			const outcome = await this.attempt(request);
			window = rateWindow(outcome.headers);
			return outcome;
		} finally {
			this.limiter.release(window);
		}
	}

	private async attempt(request: ApiRequest): Promise<ApiAnswer | Refused> {
		const body = request.body?.();
		try {
			const answer = await this.send(request, body);
			if (answer.statusCode < 300) {
				if (request.answer === 'stream')
					return { status: answer.statusCode, headers: answer.headers, body: answer.body };
				return { status: answer.statusCode, headers: answer.headers, body: await readJson(answer) };
			}
			return { failure: await this.refusal(request.route, answer), headers: answer.headers };
		} catch (error) {
			throwIfCanceled(this.signal);
			if (body?.sourceFailure) throw body.sourceFailure;
			return { failure: connectionFailure(error, new URL(this.service.baseUrl).host), headers: {} };
		} finally {
			body?.dispose();
		}
	}

	private async send(
		request: ApiRequest,
		body: FormBody | undefined,
	): Promise<IN8nHttpFullResponse> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.path.startsWith('/') ? this.service.baseUrl + request.path : request.path,
			// The service redirects to HTML without it, also for files (assumption: Laravel).
			headers: { Accept: 'application/json' },
			...(request.query && {
				qs: typeof request.query === 'function' ? request.query() : request.query,
				arrayFormat: 'repeat',
			}),
			...(body && { body: body.form }),
			encoding: request.answer === 'stream' ? 'stream' : 'text',
			timeout: request.timeout ?? DEFAULT_TIMEOUT,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		const answer: unknown = await this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			this.service.credentialType,
			options,
		);
		return answer as IN8nHttpFullResponse;
	}

	private async refusal(route: string, answer: IN8nHttpFullResponse): Promise<ServiceFailure> {
		const body = await readJson(answer);
		const status = answer.statusCode;
		const { message, nextStep } = this.service.describeError({
			route,
			status,
			text: apiText(body),
			body,
		});
		return new ServiceFailure(
			this.withoutSecrets(message),
			this.withoutSecrets(nextStep),
			status,
			body,
		);
	}

	/** For whatever the service repeats of what it was given. */
	withoutSecrets(text: string): string {
		return this.service.secrets
			.filter(Boolean)
			.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
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
		if (failure instanceof ConnectionFailure) {
			return isPermanent(failure) || (rule === 'ifRefused' && failure.mayHaveArrived)
				? null
				: brokenDelay(attempt);
		}
		if (failure.status === 429) {
			const delay = limitDelay(headers, attempt, limitedTries);
			if (delay !== null) this.limiter.backOff(delay);
			return delay === null ? null : 0;
		}
		if (failure.status < 500 || rule !== 'always') return null;
		return brokenDelay(
			attempt,
			this.service.finalStatuses?.includes(failure.status) ? 2 : undefined,
		);
	}
}

interface Refused {
	failure: ServiceFailure | ConnectionFailure;
	headers: IDataObject;
}

async function readJson(answer: IN8nHttpFullResponse): Promise<unknown> {
	const text = await readBody(answer.body);
	return parseJson(text) ?? text;
}
