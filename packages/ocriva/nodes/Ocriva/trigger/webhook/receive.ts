import type { IWebhookFunctions } from 'n8n-workflow';

import { asItemJson } from '../../../shared/core/json';
import { createWebhookHandler } from '../../../shared/webhook/webhookHandler';
import { connect, webhookSecretOf } from '../../api/client';
import { askApi } from './ask';
import { eventFromApi, keyOf, type OcrivaEvent, readDelivery } from './event';
import { matches, readSettings, type TriggerSettings } from '../settings';

/** The trigger's `webhook()`. */
export const receive = createWebhookHandler<OcrivaEvent>({
	// Documented.
	signatureHeader: 'x-webhook-signature',
	secretOf: webhookSecretOf,
	read: readDelivery,
	isWanted: (context, event) => {
		const settings = settingsOf(context);
		// The run reads the settings too, and shows what is wrong with them.
		return settings === undefined || matches(settings, event);
	},
	// One thing may be unknown at its upload and known when it is processed.
	idOf: ({ id, type }) => (id === '' ? '' : `${type} ${id}`),
	unconfirmable: ({ type }) =>
		type === 'template.deleted'
			? 'without a webhook secret in the credential "template.deleted" cannot be confirmed, as the API shows no deleted templates'
			: undefined,
	// A key has 60 requests a minute (documented). A look costs one to four of them.
	bounds: { looks: 40, misses: 6 },
	lookUp,
	unconfirmed: ({ type, id, projectId }) => eventFromApi(type, 'open', id, projectId, { id }),
	keyOf,
	asItem: ({ source, envelope }) => ({ source, event: asItemJson(envelope) }),
});

function settingsOf(context: IWebhookFunctions): TriggerSettings | undefined {
	try {
		return readSettings((name) => context.getNodeParameter(name, {}));
	} catch {
		return undefined;
	}
}

async function lookUp(context: IWebhookFunctions) {
	const service = await connect(context);
	const once = { ...service, client: service.client.withoutRepeats() };
	const projectId = settingsOf(context)?.projectId ?? '';
	return async (event: OcrivaEvent) => await askApi(once, { ...event, source: 'open' }, projectId);
}
