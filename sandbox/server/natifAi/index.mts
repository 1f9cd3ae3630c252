import { Accounts, type Account } from '../shared/accounts.mts';
import { accountControls } from '../shared/accountControls.mts';
import { ControlError } from '../shared/controlError.mts';
import { guard } from '../shared/guard.mts';
import type { SandboxService, ServiceContext } from '../shared/service.mts';
import { errorBody } from './answers.mts';
import { finishProcessing, seedProcessings, view } from './controls.mts';
import { PageImages } from './images.mts';
import { apiKey, newApiKey } from './keys.mts';
import type { Parts } from './parts.mts';
import { Processings } from './processings.mts';
import { Reading } from './reading.mts';
import { routes } from './routes/index.mts';
import { Runs } from './runs.mts';
import { defaultSettings, settingsSchema, type Settings } from './settings.mts';

/** Path that the service stands at; its own paths have no prefix. */
export const prefix = '/natif-ai';

/** The stand-in for Natif.ai. */
export function createNatifAi(context: ServiceContext): SandboxService {
	const accounts = new Accounts(defaultSettings, settingsSchema, context.files, newApiKey);
	const processings = new Processings(context.files);
	const images = new PageImages(processings);
	const reading = new Reading(context.options.engine, processings, images);
	const runs = new Runs({
		accounts,
		processings,
		reading,
		processingTime: context.options.processingTime,
	});
	const parts: Parts = { context, accounts, processings, images, runs };

	const owner = (token: string): Account<Settings> => accounts.owner(token);
	const noWebhooks = (): never => {
		throw new ControlError(422, 'Natif.ai has no webhooks');
	};

	return {
		name: 'natifAi',
		register: (app) => {
			void app.register(
				async (scope) => {
					const tokenOf = ({ authorization }: { authorization?: string }): string | undefined =>
						apiKey(authorization);
					guard(scope, context, accounts, {
						tokenOf,
						errorBody,
						largestFile: (settings) => settings.largestFile,
					});
					routes(scope, parts);
				},
				{ prefix },
			);
		},
		...accountControls(accounts),
		documents: (token) => processings.of(owner(token).id).map(view),
		seed: (token, inputs) => seedProcessings(owner(token), inputs, parts),
		finish: (token, input) => finishProcessing(owner(token), input, parts),
		sendWebhook: async (token) => {
			owner(token);
			return noWebhooks();
		},
		deliveries: (token) => {
			owner(token);
			return [];
		},
		resume: () => {
			for (const account of accounts.all()) {
				for (const processing of processings.of(account.id)) {
					if (processing.mimeType !== null && processing.status === 'running')
						runs.start(account, processing);
				}
			}
		},
		close: async () => runs.close(),
	};
}
