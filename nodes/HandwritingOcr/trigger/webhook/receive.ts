import type { IWebhookFunctions } from 'n8n-workflow';

import { ForeignAnswerFailure, ServiceFailure, toFailure } from '../../../shared/core/errors';
import { isObject, textOf } from '../../../shared/core/json';
import type { Lookup } from '../../../shared/webhook/lookupLimiter';
import { createWebhookHandler } from '../../../shared/webhook/webhookHandler';
import { getStatus, LARGEST_PAGE, listDocuments } from '../../api/documents';
import { connect, webhookSecretOf } from '../../api/client';
import { readDocument, type OcrDocument } from '../../api/parse';
import { payloadOf, subjectOf } from '../handOver';
import { matches, readSettings } from '../settings';
import { readDelivery } from './delivery';

/** Seen as statuses of documents that are not finished; an unknown status is left to the API. */
const PENDING = new Set<unknown>(['queued', 'processing', 'new', 'pending']);

const UNKNOWN = new Set([400, 403, 404, 410, 422]);

/** The trigger's `webhook()`. */
export const receive = createWebhookHandler<OcrDocument>({
	// Seen by two receivers of the service; not documented.
	signatureHeader: 'x-signature',
	secretOf: webhookSecretOf,
	read: readDelivery,
	isWanted,
	idOf: (_context, { id }) => id,
	open,
	unconfirmed: ({ id }) => readDocument({ id }),
	subjectOf,
	payloadOf,
});

/**
 * A delivery that says by itself that nothing is finished needs no more work; one that is ahead of
 * the API is waited for.
 */
function isWanted(
	context: IWebhookFunctions,
	document: OcrDocument,
	isConfirmed: boolean,
): boolean {
	if (!isConfirmed && PENDING.has(textOf(document.raw.status))) return false;
	try {
		return matches(
			readSettings((name) => context.getNodeParameter(name, {})),
			document,
		);
	} catch {
		// The run reads the settings too, and shows what is wrong with them.
		return true;
	}
}

async function open(context: IWebhookFunctions): Promise<Lookup<OcrDocument>> {
	const connected = await connect(context);
	const service = { ...connected, client: connected.client.withoutRepeats() };
	return {
		one: async ({ id }) => {
			try {
				return await getStatus(service, id);
			} catch (error) {
				if (isUnknown(error)) return undefined;
				throw toFailure(error);
			}
		},
		newest: async () => {
			const { documents } = await listDocuments(service, 1, LARGEST_PAGE);
			return new Map(documents.map((document) => [document.id, document]));
		},
	};
}

/**
 * What the API answers for an id that it does not know, or does not show to this account. Only its
 * own word counts, not that of something that stands before it.
 */
function isUnknown(error: unknown): boolean {
	const isOwn = error instanceof ServiceFailure && !(error instanceof ForeignAnswerFailure);
	return isOwn && UNKNOWN.has(error.status) && isObject(error.body);
}
