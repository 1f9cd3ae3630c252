import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toFailure } from '../core/errors';

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

/** Answers the sender at once, before the work. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	body: IDataObject,
	headers: Record<string, string> = {},
): void {
	const response = context.getResponseObject();
	response.status(status);
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.json(body);
}

/**
 * Turns a delivery away with one line in the log.
 *
 * @param cause for the log only: what a caller is told says nothing about this side
 */
export function refuse(
	context: IWebhookFunctions,
	status: number,
	reason: string,
	headers?: Record<string, string>,
	cause?: unknown,
): IWebhookResponseData {
	const detail = cause === undefined ? '' : `: ${toFailure(cause).message}`;
	context.logger.warn(
		`${context.getNode().name}: a delivery was answered with ${status}: ${reason}${detail}`,
	);
	if (!context.getResponseObject().headersSent)
		answer(context, status, { message: reason }, headers);
	return NO_RUN;
}
