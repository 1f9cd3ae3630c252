import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answer, bytesOf, NO_RUN, refuse } from '../../shared/delivery';
import { ServiceFailure, toFailure } from '../../shared/errors';
import { asItemJson, textOf } from '../../shared/json';
import { Lookups } from '../../shared/lookups';
import { perNode } from '../../shared/perNode';
import { Recent } from '../../shared/recent';
import { isSigned } from '../../shared/signature';
import { getStatus } from '../api/documents';
import { connect, type HandwritingOcr, webhookSecretOf } from '../api/service';
import { readDocument, type WireDocument } from '../api/wire';
import { readDelivery } from './delivery';
import { matches, readSettings } from './settings';

/** Seen by two receivers of the service; not documented. */
const SIGNATURE_HEADER = 'x-signature';
/** Seen as statuses of documents that are not finished; an unknown status is left to the API. */
const PENDING = new Set<unknown>(['queued', 'processing', 'new', 'pending']);
/** What the API answers for an id that it does not know, or does not show to this account. */
const UNKNOWN = new Set([400, 403, 404, 422]);
/** Deliveries of one document within this time are the same one. Milliseconds. */
const SAME_MOMENT = 10_000;

const lookups = perNode(() => new Lookups<WireDocument>());
const started = perNode(() => new Recent(SAME_MOMENT));

/**
 * The doorkeeper: lets a delivery in when it is signed or, without a secret, when the API knows its document; answers the sender
 * before any slow work; and starts a run only for documents that the trigger is set to. Never throws for what a caller sends, as
 * n8n would start a failed execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const secret = await webhookSecretOf(context);
		const bytes = bytesOf(context);
		if (secret !== '' && !(bytes && isSigned(bytes, context.getHeaderData()[SIGNATURE_HEADER], secret))) return refuse(context, 401, 'The signature is missing or wrong');
		if (!bytes) return refuse(context, 401, 'The body is empty or of a type that is not taken');
		const delivered = readDelivery(bytes);
		if (!delivered) return refuse(context, 401, 'The body tells of no document');
		return secret === '' ? await admitUnsigned(context, delivered, bytes.length) : admit(context, delivered);
	} catch (error) {
		// Only what this side lacks ends here, such as a credential that n8n cannot read.
		return refuse(context, 503, 'The trigger is not able to take deliveries', {}, error);
	}
}

function admit(context: IWebhookFunctions, delivered: WireDocument): IWebhookResponseData {
	answer(context, 200, { received: true });
	return isWanted(context, delivered) ? run(context, delivered) : NO_RUN;
}

/** Without a secret nothing of the caller's body reaches the flow: the document is read by id under the user's own token. */
async function admitUnsigned(context: IWebhookFunctions, delivered: WireDocument, bytes: number): Promise<IWebhookResponseData> {
	const service = await connect(context);
	const room = lookups(context);
	if (!room.hasRoomFor(bytes)) return refuse(context, 503, 'Too many deliveries wait for their confirmation by the API', { 'retry-after': '60' });
	answer(context, 200, { received: true });
	if (!isWanted(context, delivered)) return NO_RUN;
	const { id } = delivered;
	try {
		const document = await room.find(id, bytes, async () => await lookUp(service, id));
		if (document) return matchesSettings(context, document) ? run(context, document) : NO_RUN;
		context.logger.warn(`${context.getNode().name}: a delivery for document ${id} starts nothing, as the API does not know it`);
		return NO_RUN;
	} catch (error) {
		// The API may be down for a moment: the run asks again, and shows the failure when it lasts.
		context.logger.warn(`${context.getNode().name}: the delivery for document ${id} is not confirmed yet: ${toFailure(error).message}`);
		return run(context, readDocument({ id }));
	}
}

/** One request, whatever it brings: repeating it is the run's. */
async function lookUp(service: HandwritingOcr, id: string): Promise<WireDocument | undefined> {
	try {
		return await getStatus(service, id, 'never');
	} catch (error) {
		if (error instanceof ServiceFailure && UNKNOWN.has(error.status)) return undefined;
		throw toFailure(error);
	}
}

/** A delivery that says by itself that nothing is finished, or not what the trigger is set to, needs no more work. */
function isWanted(context: IWebhookFunctions, delivered: WireDocument): boolean {
	return !PENDING.has(textOf(delivered.raw.status)) && matchesSettings(context, delivered);
}

function matchesSettings(context: IWebhookFunctions, document: WireDocument): boolean {
	try {
		return matches(readSettings((name) => context.getNodeParameter(name, {})), document);
	} catch {
		// The run reads the settings too, and shows what is wrong with them.
		return true;
	}
}

/** Marks what was delivered a moment ago, as only this process sees all deliveries when several workers run them. */
function run(context: IWebhookFunctions, document: WireDocument): IWebhookResponseData {
	const key = `${document.id}:${document.phase}`;
	const isTest = context.getMode() === 'manual';
	const repeated = !isTest && started(context).has(key);
	if (!isTest) started(context).add(key);
	return { ...NO_RUN, workflowData: [[{ json: { repeated, document: asItemJson({ ...document.raw, id: document.id }) } }]] };
}
