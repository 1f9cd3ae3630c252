import { Accounts, type Account } from '../shared/accounts.mts';
import { accountControls } from '../shared/accountControls.mts';
import { now } from '../shared/clock.mts';
import { guard } from '../shared/guard.mts';
import { sanctumToken } from '../shared/identifiers.mts';
import type { SandboxService, ServiceContext } from '../shared/service.mts';
import { finishDocument, seedDocuments, sendWebhook, view } from './controls.mts';
import { Documents, isFinal } from './documents.mts';
import { PageImages } from './pages.mts';
import type { Parts } from './parts.mts';
import { Processing } from './processing.mts';
import { Reading } from './reading.mts';
import { mounts, routes } from './routes.mts';
import { defaultSettings, settingsSchema, type Settings } from './settings.mts';
import { Webhooks } from './webhooks.mts';

const sweepEvery = 10_000;

/** The stand-in for Handwriting OCR, v3 and v2. */
export function createHandwritingOcr(context: ServiceContext): SandboxService {
	const accounts = new Accounts(defaultSettings, settingsSchema, context.files, sanctumToken);
	const documents = new Documents(context.files);
	const images = new PageImages(documents);
	const webhooks = new Webhooks(() => `${context.baseUrl()}/v3`);
	const reading = new Reading(context.options.engine, documents, images);
	const processing = new Processing({
		accounts,
		documents,
		reading,
		webhooks,
		processingTime: context.options.processingTime,
	});
	const parts: Parts = { context, accounts, documents, images, processing, webhooks };

	const owner = (token: string): Account<Settings> => accounts.owner(token);
	const expire = (account: Account<Settings>): Promise<void> =>
		documents.removeExpired(account.id, now(account));
	const sweep = setInterval(() => {
		for (const account of accounts.all()) void expire(account);
	}, sweepEvery);
	sweep.unref();

	return {
		name: 'handwritingOcr',
		register: (app) => {
			for (const mount of mounts) {
				void app.register(
					async (scope) => {
						guard(scope, context, accounts);
						routes(scope, parts, mount);
					},
					{ prefix: mount.prefix },
				);
			}
		},
		...accountControls(accounts, expire),
		documents: (token) => documents.of(owner(token).id).map(view),
		seed: (token, inputs) => seedDocuments(owner(token), inputs, parts),
		finish: (token, input) => finishDocument(owner(token), input, parts),
		sendWebhook: (token, input) => sendWebhook(owner(token), input, parts),
		deliveries: (token) =>
			webhooks.deliveries(owner(token).id).map((delivery) => ({ ...delivery })),
		resume: () => {
			for (const account of accounts.all()) {
				for (const document of documents.of(account.id)) {
					if (document.mimeType !== null && !isFinal(document.status))
						processing.start(account, document);
				}
			}
		},
		close: async () => {
			clearInterval(sweep);
			processing.close();
			webhooks.close();
		},
	};
}
