import type { INodeExecutionData } from 'n8n-workflow';
import type { Delivery, ReceivedDelivery, RunResult, Trigger } from '../harness/index.mts';
import type { WebhookRequest } from '../harness/types.mts';

/** How a service sends a body, signed where there is a secret. */
type Sign = (body: object | string | Uint8Array, secret?: string) => WebhookRequest;

/** An active webhook trigger with an account of its own, whichever service it is of. */
export class WebhookFixture<Account extends { webhookSecret?: string | null | undefined }> {
	readonly account: Account;

	readonly trigger: Trigger;

	readonly secret: string | undefined;

	private readonly sign: Sign;

	constructor(account: Account, trigger: Trigger, sign: Sign) {
		this.account = account;
		this.trigger = trigger;
		this.secret = account.webhookSecret ?? undefined;
		this.sign = sign;
	}

	/** Delivers a body, signed when the account has a secret. */
	async deliver(body: object | string | Uint8Array): Promise<Delivery> {
		return await this.trigger.deliver(this.sign(body, this.secret));
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

	/** The runs of the first so many deliveries, undefined where one started none. */
	async runs(count: number): Promise<Array<RunResult | undefined>> {
		const deliveries = await this.trigger.waitForDeliveries(count);
		return await Promise.all(deliveries.map(async ({ run }: ReceivedDelivery) => await run));
	}
}

/** Items of several runs in one list. */
export function itemsOf(runs: Array<RunResult | undefined>): INodeExecutionData[] {
	return runs.flatMap((run) => run?.items ?? []);
}
