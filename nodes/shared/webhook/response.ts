import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { parseJson } from '../core/json';
import { textOfAnswer } from '../core/text';

/** What a webhook gives to n8n when it has answered the sender itself and starts no run. */
export const NO_RUN: IWebhookResponseData = { noWebhookResponse: true };

/**
 * The bytes of a delivery; n8n keeps those of JSON, form and text bodies, but not of multipart.
 * Undefined also for an empty body.
 */
export function bytesOf(context: IWebhookFunctions): Uint8Array | undefined {
	const request: { rawBody?: unknown } = context.getRequestObject();
	return request.rawBody instanceof Uint8Array && request.rawBody.length > 0
		? request.rawBody
		: undefined;
}

/**
 * The JSON of a delivery; undefined where there is none. It may be in another encoding, be JSON
 * that holds it as text, or stand in the field `payload` of a form.
 */
export function jsonOf(bytes: Uint8Array): unknown {
	const text = textOfAnswer(Buffer.from(bytes));
	const value = parseJson(text) ?? new URLSearchParams(text).get('payload');
	return typeof value === 'string' ? parseJson(value) : value;
}

/** Answers the sender at once, before the work; once. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	body: IDataObject,
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (response.headersSent) return NO_RUN;
	response.status(status);
	if (status === 503) response.setHeader('retry-after', '60');
	response.json(body);
	return NO_RUN;
}
