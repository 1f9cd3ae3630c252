import type { FastifyInstance } from 'fastify';
import { Accounts } from '../shared/accounts.mts';
import { guard } from '../shared/guard.mts';
import type { SandboxService, ServiceContext } from '../shared/service.mts';
import { errorAnswer } from './answers.mts';
import { accountView, finishRecord, seedRecords, sendWebhook, view } from './controls.mts';
import { newKey, Organizations, type Caller } from './organizations.mts';
import { expireFiles, type Parts } from './parts.mts';
import { Processing } from './processing.mts';
import { Reading } from './reading.mts';
import { Records } from './records.mts';
import { routes } from './routes.mts';
import { defaultSettings, settingsSchema } from './settings.mts';
import { storageRoutes } from './storage.mts';
import { readKey } from './tokens.mts';
import { Webhooks } from './webhooks.mts';

/** Where the Open API is served; a credential's base URL ends before `/openapi`. */
const prefix = '/ocriva/v1/openapi';

/**
 * The stand-in for Ocriva. An account is an organization; every key of it is good in the control
 * API.
 */
export function createOcriva(context: ServiceContext): SandboxService {
	const accounts = new Accounts(defaultSettings, settingsSchema, context.files, newKey);
	const organizations = new Organizations(accounts, context.files);
	const records = new Records(context.files);
	const webhooks = new Webhooks();
	const reading = new Reading(context.options.engine);
	const processing = new Processing({
		organizations,
		records,
		reading,
		webhooks,
		processingTime: context.options.processingTime,
	});
	const parts: Parts = { context, organizations, records, processing, webhooks };

	const owner = (token: string): Caller => organizations.owner(token);

	return {
		name: 'ocriva',
		register: (app) => register(app, parts),
		owns: (token) => organizations.byToken(token) !== undefined,
		createAccount: async (input) => {
			const account = await accounts.create(input);
			const organization = organizations.of(account);
			await organizations.save(organization);
			return accountView({ account, organization });
		},
		updateAccount: async (token, input) => {
			const caller = owner(token);
			await accounts.update(caller.account, input);
			return accountView(caller);
		},
		advanceClock: async (token, milliseconds) => {
			const caller = owner(token);
			caller.account.offset += milliseconds;
			await accounts.save(caller.account);
			await expireFiles(caller, parts);
			return accountView(caller);
		},
		documents: (token) => records.of(owner(token).account.id).map(view),
		seed: (token, inputs) => seedRecords(owner(token), inputs, parts),
		finish: (token, input) => finishRecord(owner(token), input, parts),
		sendWebhook: (token, input) => sendWebhook(owner(token), input, parts),
		deliveries: (token) =>
			webhooks.deliveries(owner(token).account.id).map((delivery) => ({ ...delivery })),
		resume: () => {
			for (const account of accounts.all()) {
				for (const record of records.of(account.id)) {
					if (record.contentType !== null && record.outcome === null)
						processing.start(account, record);
				}
			}
		},
		close: async () => {
			processing.close();
			webhooks.close();
		},
	};
}

function register(app: FastifyInstance, parts: Parts): void {
	const { context, organizations } = parts;
	void app.register(
		async (scope) => {
			guard(scope, context, organizations, {
				tokenOf: (headers) => readKey(headers, organizations),
				errorBody: (status) => errorAnswer(status),
				rateLimit: { window: 'clock', reset: 'always' },
				largestFile: ({ largestFile }) => largestFile,
			});
			routes(scope, parts);
		},
		{ prefix },
	);
	void app.register(async (scope) => storageRoutes(scope, parts), { prefix: '/ocriva' });
}
