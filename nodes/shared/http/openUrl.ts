import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { pause, throwIfCanceled } from '../core/cancel';
import { ConnectionFailure, ServiceFailure } from '../core/errors';
import { connectionFailure, isTimeOut } from './connectionErrors';
import { delayBeforeRepeat } from './retryPolicy';
import { closeWith, discard } from './streams';

type Options = Pick<IHttpRequestOptions, 'disableFollowRedirect'>;

const LIMITED_TRIES = 4;

/**
 * The answer of any web server with its open body, whatever its status; it is asked again after
 * what may pass. Nothing of a credential is sent along.
 *
 * @throws ConnectionFailure, InputFailure for what n8n refuses to send, CanceledFailure
 */
export async function openUrl(
	context: IExecuteFunctions,
	url: URL,
	options: Options = {},
): Promise<IN8nHttpFullResponse> {
	for (let attempt = 1; ; attempt++) {
		const answer = await answerOf(context, url, options);
		const isBroken = answer instanceof ConnectionFailure;
		const refusal = isBroken ? answer : new ServiceFailure('', '', answer.statusCode, null);
		const delay = delayBeforeRepeat(refusal, {
			rule: 'always',
			headers: isBroken ? {} : answer.headers,
			attempt,
			limitedTries: LIMITED_TRIES,
		});
		if (delay === null && !isBroken) return answer;
		// Nobody waits for a slow one twice.
		if (delay === null || (isBroken && isTimeOut(answer))) throw refusal;
		if (!isBroken) discard(answer.body);
		await pause(delay, context.getExecutionCancelSignal());
	}
}

/** One try. */
async function answerOf(
	context: IExecuteFunctions,
	url: URL,
	options: Options,
): Promise<IN8nHttpFullResponse | ConnectionFailure> {
	const canceled = context.getExecutionCancelSignal();
	const stop = new AbortController();
	try {
		const answer = (await context.helpers.httpRequest({
			method: 'GET',
			url: url.href,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			...options,
			abortSignal: canceled ? AbortSignal.any([canceled, stop.signal]) : stop.signal,
		})) as IN8nHttpFullResponse;
		closeWith(answer.body, () => stop.abort());
		return answer;
	} catch (error) {
		throwIfCanceled(canceled);
		const failure = connectionFailure(error, url.host);
		if (failure instanceof ConnectionFailure) return failure;
		throw failure;
	}
}
