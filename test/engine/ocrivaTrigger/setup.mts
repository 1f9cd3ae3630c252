import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { NewAccount, Services } from '../../../sandbox/client.mts';
import { delivery, envelope, SECRET, sign } from '../../support/ocriva/delivery.mts';
import type { Delivery, ReceivedDelivery, RunResult, Trigger } from '../harness/index.mts';
import { type OpenedAccount, type World, useWorld } from '../ocriva/setup.mts';

export { delivery, envelope, SECRET, sign, useWorld };

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
export class TriggerFixture {
	readonly account: OpenedAccount;

	readonly trigger: Trigger;

	readonly secret: string | undefined;

	/** The key that the trigger asks with; the sandbox keeps a journal and faults for each. */
	readonly key: string;

	private readonly world: World;

	constructor(world: World, account: OpenedAccount, trigger: Trigger, key = account.token) {
		this.key = key;
		this.world = world;
		this.account = account;
		this.trigger = trigger;
		this.secret = account.webhookSecret ?? undefined;
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

	/** The runs of the first so many deliveries, undefined where one started none. */
	async runs(count: number): Promise<Array<RunResult | undefined>> {
		const deliveries = await this.trigger.waitForDeliveries(count);
		return await Promise.all(deliveries.map(async ({ run }: ReceivedDelivery) => await run));
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

/** Items of several runs in one list. */
export function itemsOf(runs: Array<RunResult | undefined>): INodeExecutionData[] {
	return runs.flatMap((run) => run?.items ?? []);
}
