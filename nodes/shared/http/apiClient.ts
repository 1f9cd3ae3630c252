import { RateLimiter, type RateWindow } from '../concurrency/rateLimiter';
import { pause } from '../core/cancel';
import { ForeignAnswerFailure, mayHaveSucceeded, ServiceFailure } from '../core/errors';
import { type ApiRequest, Exchange, type FailedRequest } from './exchange';
import { ANY_FILE, ANY_JSON, failureIn, unwrapped } from './judgeAnswer';
import { transfer } from './resumableDownload';
import { delayBeforeRepeat, isRateLimit } from './retryPolicy';
import { withoutSecrets } from './secrets';
import type { ApiAnswer, RequestContext, Service } from './service';

const LONGEST_WATCHED_MS = 5_000;

interface ClientSettings {
	/** Shared by all requests of a run. */
	limiter?: RateLimiter | undefined;
	repeats?: boolean;
}

/**
 * The one way to a service: adds the credential, obeys the run's rate limiter, repeats what may
 * be repeated, follows no redirect (the token would go along), and turns every refusal into a
 * Failure in the service's own words.
 */
export class ApiClient {
	private readonly exchange: Exchange;
	private readonly limiter: RateLimiter;
	private readonly canceled: AbortSignal | undefined;

	constructor(
		private readonly context: RequestContext,
		readonly service: Service,
		private readonly settings: ClientSettings = {},
	) {
		this.canceled =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		this.exchange = new Exchange(context, service, this.canceled);
		this.limiter = settings.limiter ?? new RateLimiter();
	}

	/**
	 * The same client for a caller that cannot wait: each request is sent once, whatever it brings.
	 */
	withoutRepeats(): ApiClient {
		const { context, service, limiter } = this;
		return new ApiClient(context, service, { limiter, repeats: false });
	}

	/**
	 * @throws ServiceFailure for an answer of 300 or above, ForeignAnswerFailure, ConnectionFailure,
	 * InputFailure for what was not sent at all, CanceledFailure
	 */
	async request(request: ApiRequest): Promise<ApiAnswer> {
		const { until = this.canceled } = request;
		const turn = this.limiter.takeTurn();
		let answerLost = false;
		for (let attempt = 1; ; attempt++) {
			await this.limiter.acquire(until, turn);
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
			request.met?.(failure);
			await pause(delay, until);
		}
	}

	/**
	 * A file, handed to `store` with its open body, and again when that breaks off half-way.
	 *
	 * @throws as `request`, and what `store` throws
	 */
	async download<Result>(
		request: Omit<ApiRequest, 'method' | 'retry' | 'answer'>,
		store: (answer: ApiAnswer) => Promise<Result>,
	): Promise<Result> {
		const ask = async () =>
			await this.request({ ...request, method: 'GET', retry: 'always', answer: 'stream' });
		const { host } = new URL(this.service.baseUrl);
		return await transfer(ask, store, { host, signal: this.canceled });
	}

	private async counted(request: ApiRequest): Promise<ApiAnswer | FailedRequest> {
		let window: RateWindow | undefined;
		try {
			const outcome = await this.attempt(request);
			window = this.service.rateWindow?.(outcome.headers);
			return outcome;
		} finally {
			this.limiter.release(window);
		}
	}

	private async attempt(request: ApiRequest): Promise<ApiAnswer | FailedRequest> {
		const { route, subject, place } = request;
		const { expects = request.answer === 'stream' ? ANY_FILE : ANY_JSON } = request;
		const given = await this.exchange.run(request);
		if ('failure' in given) return given;
		const answer = unwrapped(given, expects);
		const failure = failureIn(answer, { route, subject, place, expects }, this.service);
		return failure ? { failure, headers: answer.headers } : answer;
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
		{ failure, headers }: FailedRequest,
		attempt: number,
	): number | null {
		if (rule === 'never' || this.settings.repeats === false) return null;
		const isFinal = this.service.finalStatuses?.includes(
			failure instanceof ServiceFailure ? failure.status : 0,
		);
		const delay = delayBeforeRepeat(failure, {
			rule,
			headers,
			attempt,
			limitedTries,
			...(isFinal && { faultTries: 2 }),
		});
		// Somebody waits for a list in the editor, and can ask for it again.
		const isWatched = 'getCurrentNodeParameter' in this.context;
		if (isWatched && (attempt > 1 || (delay ?? 0) > LONGEST_WATCHED_MS)) return null;
		if (delay === null || !isRateLimit(failure)) return delay;
		this.limiter.backOff(delay);
		return 0;
	}
}
