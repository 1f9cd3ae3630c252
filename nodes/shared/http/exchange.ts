import type {
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { throwIfCanceled, type Waiter } from '../core/cancel';
import { type ConnectionFailure, InputFailure, type ServiceFailure } from '../core/errors';
import { parseJson } from '../core/json';
import { BrokenJson, connectionFailure, interrupted } from './connectionErrors';
import type { Expected } from './judgeAnswer';
import type { MultipartBody } from './multipart';
import type { RetryRule } from './retryPolicy';
import { withoutSecrets } from './secrets';
import type { ApiAnswer, RequestContext, Service } from './service';
import { closeWith, readBody } from './streams';

export interface ApiRequest extends Waiter {
	route: string;
	/** The id that it is about, to be named when it is refused. */
	subject?: string;
	/** The id of what that is in, such as a project; empty where it was not named. */
	place?: string;
	method: IHttpRequestMethods;
	/** Below the base URL, with a leading slash; or an absolute URL on the service's own host. */
	path: string;
	/** Lists become repeated keys. As a function it is asked anew for each attempt. */
	query?: IDataObject | (() => IDataObject);
	/** Built anew for each attempt, as a stream serves only one. */
	body?: () => MultipartBody;
	retry: RetryRule;
	/** `json` reads the whole answer; `stream` hands on the open body. */
	answer: 'json' | 'stream';
	/** What the answer has to be; any JSON or any file, unless given. */
	expects?: Expected;
	/** Until the answer begins; 60 s unless given. What is sent has time of its own besides. */
	timeoutMs?: number;
	/** How often it is sent at most while the answer is 429. */
	limitedTries?: number;
}

/** Why a request brought no answer that counts, and what came with it. */
export interface FailedRequest {
	failure: ServiceFailure | ConnectionFailure;
	headers: IDataObject;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/**
 * The slowest line that an upload may have for itself: the HTTP client's time-out counts from the
 * start of a request, sending included. Bytes per millisecond.
 */
const SLOWEST_LINE = 32;
/** Of a refusal; what comes behind says nothing more. Bytes. */
const LONGEST_REFUSAL = 2 ** 20;

/** One request and its answer, without a repeat. */
export class Exchange {
	constructor(
		private readonly context: RequestContext,
		private readonly service: Service,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** Sends the request and reads the answer, unless its open body is wanted. */
	async run(request: ApiRequest): Promise<ApiAnswer | FailedRequest> {
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
		body: MultipartBody | undefined,
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
			timeout:
				(request.timeoutMs ?? DEFAULT_TIMEOUT_MS) + Math.ceil((body?.size ?? 0) / SLOWEST_LINE),
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
}
