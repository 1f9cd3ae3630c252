import type { INodeParameters } from 'n8n-workflow';
import type { Document, NewAccount, SeedInput } from '../../../sandbox/client.mts';
import { delivery, SECRET, sign } from '../../support/handwritingOcr/delivery.mts';
import type { Trigger } from '../harness/index.mts';
import { type OpenedAccount, type World, useWorld } from '../handwritingOcr/setup.mts';
import { itemsOf, WebhookFixture } from '../webhookTriggers/fixture.mts';

export { delivery, itemsOf, SECRET, sign, useWorld };

/** An active trigger with an account of its own. */
export class TriggerFixture extends WebhookFixture<OpenedAccount> {
	private readonly world: World;

	constructor(world: World, account: OpenedAccount, trigger: Trigger) {
		super(account, trigger, delivery);
		this.world = world;
	}

	/** Puts a document into the account. */
	async seed(document: SeedInput = {}): Promise<Document> {
		const [seeded] = await this.world.sandbox.control.seedDocuments(this.account.token, [document]);
		if (!seeded) throw new Error('the sandbox seeded nothing');
		return seeded;
	}

	/** Requests that reached the API under the account's token, by route. */
	async calls(): Promise<string[]> {
		const requests = await this.world.sandbox.control.requests(this.account.token);
		return requests.map(({ route }) => route);
	}

	/** Has the sandbox send a document's own webhook. */
	async announce(document: Document, switches: object = {}): Promise<number | null | undefined> {
		const sent = await this.world.sandbox.control.sendWebhook(this.account.token, {
			url: this.trigger.url,
			documentId: document.id,
			...switches,
		});
		return sent?.status;
	}
}

export type TriggerOptions = NewAccount & { parameters?: INodeParameters; version?: 'v2' | 'v3' };

/**
 * Opens an account and activates a trigger for it; without `webhookSecret` deliveries are not
 * signed.
 */
export async function openTrigger(
	world: World,
	{ parameters = {}, version, ...options }: TriggerOptions = {},
): Promise<TriggerFixture> {
	const account = await world.openAccount(options, version);
	const trigger = world.engine.trigger({
		type: 'handwritingOcrTrigger',
		parameters,
		credentials: account.credentials,
	});
	await trigger.activate();
	await world.sandbox.control.clearRequests(account.token);
	return new TriggerFixture(world, account, trigger);
}
