import type { INodeParameters } from 'n8n-workflow';
import type { NewAccount, Services } from '../../../sandbox/client.mts';
import { delivery, envelope, SECRET, sign } from '../../support/ocriva/delivery.mts';
import type { Trigger } from '../harness/index.mts';
import { type OpenedAccount, type World, useWorld } from '../ocriva/setup.mts';
import { itemsOf, WebhookFixture } from '../webhookTriggers/fixture.mts';

export { delivery, envelope, itemsOf, SECRET, sign, useWorld };

type Types = Services['ocriva'];
type HistoryRecord = Types['document'];

/** Every event. */
export const ALL = [
	'document.uploaded',
	'document.processed',
	'document.failed',
	'batch.uploaded',
	'batch.completed',
	'template.created',
	'template.updated',
	'template.deleted',
];

/** An active trigger with an organization of its own. */
export class TriggerFixture extends WebhookFixture<OpenedAccount> {
	/** The key that the trigger asks with; the sandbox keeps a journal and faults for each. */
	readonly key: string;

	private readonly world: World;

	constructor(world: World, account: OpenedAccount, trigger: Trigger, key = account.token) {
		super(account, trigger, delivery);
		this.key = key;
		this.world = world;
	}

	/** Puts a record into the first project. */
	async seed(record: Types['seed'] = {}): Promise<HistoryRecord> {
		const [seeded] = await this.world.control.seedDocuments(this.account.token, [record]);
		if (!seeded) throw new Error('the sandbox seeded nothing');
		return seeded;
	}

	/** An envelope of the first project. */
	event(eventType: string, payload: object, more: object = {}) {
		return envelope(eventType, payload, { projectId: this.account.project, ...more });
	}

	/** Requests of the trigger that reached the API, by route. */
	async calls(): Promise<string[]> {
		const requests = await this.world.control.requests(this.key);
		return requests.map(({ route }) => route);
	}

	/** Has the sandbox send a webhook to the trigger: a record's own, or what `input` says. */
	async announce(input: Types['webhook']): Promise<number | null | undefined> {
		const sent = await this.world.control.sendWebhook(this.account.token, {
			url: this.trigger.url,
			...input,
		});
		return sent?.status;
	}
}

export type TriggerOptions = NewAccount<Types> & {
	parameters?: INodeParameters;
	key?: 'organization' | 'project';
};

/**
 * Opens an organization and activates a trigger for it; without `webhookSecret` deliveries are not
 * signed.
 */
export async function openTrigger(
	world: World,
	{ parameters = {}, key = 'organization', ...options }: TriggerOptions = {},
): Promise<TriggerFixture> {
	const account = await world.openAccount(options);
	const credentials = key === 'organization' ? account.credentials : account.projectCredentials;
	const trigger = world.engine.trigger({ type: 'ocrivaTrigger', parameters, credentials });
	await trigger.activate();
	const fixture = new TriggerFixture(
		world,
		account,
		trigger,
		String(credentials.ocrivaApi?.apiKey),
	);
	await world.control.clearRequests(fixture.key);
	return fixture;
}
