import { Accounts, type Account } from '../shared/accounts.mts';
import { accountView } from '../shared/accountView.mts';
import { now } from '../shared/clock.mts';
import { ControlError } from '../shared/controlError.mts';
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

	const owner = (token: string): Account<Settings> => {
		const account = accounts.byToken(token);
		if (!account) throw new ControlError(404, 'no account has this token');
		return account;
	};
	const sweep = setInterval(() => {
		for (const account of accounts.all()) void documents.removeExpired(account.id, now(account));
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
		owns: (token) => accounts.byToken(token) !== undefined,
		createAccount: async (input) => accountView(await accounts.create(input)),
		updateAccount: async (token, input) => {
			const account = owner(token);
			await accounts.update(account, input);
			return accountView(account);
		},
		advanceClock: async (token, milliseconds) => {
			const account = owner(token);
			account.offset += milliseconds;
			await accounts.save(account);
			await documents.removeExpired(account.id, now(account));
			return accountView(account);
		},
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
