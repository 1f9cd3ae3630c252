import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { ServiceFailure } from '../../shared/errors';
import { asItemJson } from '../../shared/json';
import { getDocument } from '../api/documents';
import { connect, type HandwritingOcr } from '../api/service';
import { readDocument, type WireDocument } from '../api/wire';
import { readDelivery } from './delivery';
import { matches, readSettings } from './settings';
import { isSigned, SIGNATURE_HEADER } from './signature';

/**
 * The doorkeeper: lets a delivery in when it is signed or, without a secret, when the API knows its document; answers the sender
 * before any slow work; and starts a run only for documents that the trigger is set to. Never throws for what a caller sends, as
 * n8n would start a failed execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const service = await connect(context);
	const body = rawBody(context);
	const isTrusted = service.webhookSecret !== '';
	if (!body || (isTrusted && !isSigned(body, context.getHeaderData()[SIGNATURE_HEADER], service.webhookSecret))) {
		return refuse(context, isTrusted ? 'The signature is missing or wrong' : 'The body is empty or of a type that is not taken');
	}
	const delivery = readDelivery(body);
	if (!delivery) return refuse(context, 'The body tells of no document');
	answer(context, 200, { received: true });
	const document = isTrusted ? delivery : await confirmed(context, service, delivery.id);
	const settings = readSettings((name) => context.getNodeParameter(name, {}));
	// A document that is still pending says nothing yet, unless the delivery is too short to tell.
	if (!document || !matches(settings, document) || (document.phase === 'pending' && 'status' in document.raw)) return { noWebhookResponse: true };
	return { noWebhookResponse: true, workflowData: [[{ json: asItemJson({ ...document.raw, id: document.id }) }]] };
}

/** n8n keeps the bytes of JSON, form and text bodies, but not of multipart. */
function rawBody(context: IWebhookFunctions): Uint8Array | undefined {
	const request: { rawBody?: unknown } = context.getRequestObject();
	return request.rawBody instanceof Uint8Array && request.rawBody.length > 0 ? request.rawBody : undefined;
}

/** Without a secret nothing of the caller's body reaches the flow: the document is read by id under the user's own token. */
async function confirmed(context: IWebhookFunctions, service: HandwritingOcr, id: string): Promise<WireDocument | undefined> {
	try {
		return await getDocument(service, id);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const isUnknown = error instanceof ServiceFailure && [400, 403, 404, 422].includes(error.status);
		context.logger.warn(`Handwriting OCR Trigger: delivery for document ${id} was not confirmed by the API: ${reason}`);
		if (isUnknown) return undefined;
		// The API may be down for a moment: the run asks again, and shows the failure when it lasts.
		return readDocument({ id });
	}
}

function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	context.logger.warn(`Handwriting OCR Trigger: a delivery was refused with 401: ${reason}`);
	answer(context, 401, { message: reason });
	return { noWebhookResponse: true };
}

function answer(context: IWebhookFunctions, status: number, body: IDataObject): void {
	context.getResponseObject().status(status).json(body);
}
