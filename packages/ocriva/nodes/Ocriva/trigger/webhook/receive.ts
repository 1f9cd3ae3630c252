import type { IWebhookFunctions } from 'n8n-workflow';

import { perNode } from '../../../shared/concurrency/perNode';
import { TtlValue } from '../../../shared/concurrency/ttlValue';
import type { Lookup } from '../../../shared/webhook/lookupLimiter';
import { createWebhookHandler } from '../../../shared/webhook/webhookHandler';
import { listProjects } from '../../api/catalog';
import { connect, webhookSecretOf } from '../../api/client';
import {
	eventFromApi,
	type OcrivaEvent,
	payloadFor,
	readDelivery,
	subjectOf,
	topicOf,
} from '../event';
import { matches, readSettings, type TriggerSettings } from '../settings';
import { askApi, newestEvents } from './ask';

/** For so long the projects of a key are not asked for again. */
const PROJECTS_KEPT_MS = 60_000;
/** Projects whose newest records are looked at together. */
const MOST_PROJECTS = 3;

const projectsOf = perNode(() => new TtlValue<ReadonlySet<string>>(PROJECTS_KEPT_MS));

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
	idOf: (context, event) => (event.id === '' ? '' : idOf(event, settingsOf(context))),
	unconfirmable: ({ type }) =>
		type === 'template.deleted'
			? 'without a webhook secret in the credential "template.deleted" cannot be confirmed, as the API shows no deleted templates'
			: undefined,
	// A key has 60 requests a minute (documented). A look-up costs one to four of them.
	bounds: { pages: 12, singles: 10 },
	open,
	unconfirmed: ({ type, id, projectId }) =>
		eventFromApi({ type, source: 'open', id, projectId, payload: { id } }),
	subjectOf,
	payloadOf: payloadFor,
});

/**
 * One thing may be unknown at its upload and known when it is processed; and a stranger may name
 * another project than its own.
 */
function idOf({ type, id, projectId }: OcrivaEvent, settings: TriggerSettings | undefined): string {
	return [type, id, settings?.projectId || projectId].join(' ');
}

function settingsOf(context: IWebhookFunctions): TriggerSettings | undefined {
	try {
		return readSettings((name) => context.getNodeParameter(name, {}));
	} catch {
		return undefined;
	}
}

async function open(context: IWebhookFunctions): Promise<Lookup<OcrivaEvent>> {
	const connected = await connect(context);
	const service = { ...connected, client: connected.client.withoutRepeats() };
	const settings = settingsOf(context);
	const projects = async () =>
		await projectsOf(context).get(
			async () => new Set((await listProjects(service)).map(({ id }) => id)),
		);
	const projectOf = ({ projectId }: OcrivaEvent) => settings?.projectId || projectId;
	return {
		one: async (event) => await askApi(service, event, settings?.projectId ?? '', projects),
		newest: async (events) => {
			const documents = events.filter(({ type }) => topicOf(type) === 'document');
			const named = [...new Set(documents.map(projectOf))];
			const known = named.length > 0 ? await projects() : new Set();
			const pages = named
				.filter((id) => known.has(id) || (id === '' && known.size === 1))
				.slice(0, MOST_PROJECTS)
				.map(async (id) => {
					const asked = documents.filter((event) => projectOf(event) === id);
					return await newestEvents(service, id, asked);
				});
			const shown = (await Promise.all(pages)).flat();
			return new Map(shown.map(([event, found]) => [idOf(event, settings), found]));
		},
	};
}
