import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Document, NewAccount, SeedInput } from '../../../sandbox/client.mts';
import { delivery, SECRET, sign } from '../../support/handwritingOcr/delivery.mts';
import type { Delivery, ReceivedDelivery, RunResult, Trigger } from '../harness/index.mts';
import { type OpenedAccount, type World, useWorld } from '../handwritingOcr/setup.mts';

export { delivery, SECRET, sign, useWorld };

/** An active trigger with an account of its own. */
export class TriggerFixture {
	readonly account: OpenedAccount;

	readonly trigger: Trigger;

	readonly secret: string | undefined;

	private readonly world: World;

	constructor(world: World, account: OpenedAccount, trigger: Trigger) {
		this.world = world;
		this.account = account;
		this.trigger = trigger;
		this.secret = account.webhookSecret ?? undefined;
	}

	/** Puts a document into the account. */
	async seed(document: SeedInput = {}): Promise<Document> {
		const [seeded] = await this.world.sandbox.control.seedDocuments(this.account.token, [document]);
		if (!seeded) throw new Error('the sandbox seeded nothing');
		return seeded;
	}

	/** Delivers a body, signed when the account has a secret. */
	async deliver(body: object | string | Uint8Array): Promise<Delivery> {
		return await this.trigger.deliver(delivery(body, this.secret));
	}

	/** Delivers a body and gives the run that it started. */
	async run(body: object | string): Promise<RunResult> {
		const { status, body: answer, run } = await this.deliver(body);
		const result = await run;
		if (!result)
			throw new Error(`the delivery was answered with ${status} ${answer} and started no run`);
		return result;
	}

	/** Delivers a body and gives the emitted items. */
	async emitted(body: object | string): Promise<INodeExecutionData[]> {
		const { error, items } = await this.run(body);
		if (error) throw error;
		return items;
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

	/** The runs of the first so many deliveries, undefined where one started none. */
	async runs(count: number): Promise<Array<RunResult | undefined>> {
		const deliveries = await this.trigger.waitForDeliveries(count);
		return await Promise.all(deliveries.map(async ({ run }: ReceivedDelivery) => await run));
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

/** Items of several runs in one list. */
export function itemsOf(runs: Array<RunResult | undefined>): INodeExecutionData[] {
	return runs.flatMap((run) => run?.items ?? []);
}
