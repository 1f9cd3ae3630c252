import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { throwIfCanceled } from '../core/cancel';
import { connectionFailure } from './connectionErrors';
import { closeWith } from './streams';

/**
 * The answer of any web server with its open body, whatever its status. Nothing of a credential is
 * sent along.
 *
 * @throws ConnectionFailure, InputFailure for what n8n refuses to send, CanceledFailure
 */
export async function openUrl(
	context: IExecuteFunctions,
	url: URL,
	options: Pick<IHttpRequestOptions, 'disableFollowRedirect'> = {},
): Promise<IN8nHttpFullResponse> {
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
		throw connectionFailure(error, url.host);
	}
}
