import type { IWebhookFunctions } from 'n8n-workflow';

import { ServiceFailure, toFailure } from '../../../shared/core/errors';
import { asItemJson, textOf } from '../../../shared/core/json';
import { createWebhookHandler } from '../../../shared/webhook/webhookHandler';
import { getStatus } from '../../api/documents';
import { connect, webhookSecretOf } from '../../api/client';
import { readDocument, type OcrDocument } from '../../api/parse';
import { readDelivery } from './delivery';
import { matches, readSettings } from '../settings';

/** Seen as statuses of documents that are not finished; an unknown status is left to the API. */
const PENDING = new Set<unknown>(['queued', 'processing', 'new', 'pending']);
/** What the API answers for an id that it does not know, or does not show to this account. */
const UNKNOWN = new Set([400, 403, 404, 422]);

/** The trigger's `webhook()`. */
export const receive = createWebhookHandler<OcrDocument>({
	// Seen by two receivers of the service; not documented.
	signatureHeader: 'x-signature',
	secretOf: webhookSecretOf,
	read: readDelivery,
	isWanted,
	idOf: ({ id }) => id,
	lookUp,
	unconfirmed: ({ id }) => readDocument({ id }),
	keyOf: ({ id, phase }) => `${id}:${phase}`,
	asItem: ({ raw, id }) => ({ document: asItemJson({ ...raw, id }) }),
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

async function lookUp(context: IWebhookFunctions) {
	const service = await connect(context);
	// One request, whatever it brings: repeating it is the run's.
	return async ({ id }: OcrDocument): Promise<OcrDocument | undefined> => {
		try {
			return await getStatus(service, id, 'never');
		} catch (error) {
			if (error instanceof ServiceFailure && UNKNOWN.has(error.status)) return undefined;
			throw toFailure(error);
		}
	};
}
