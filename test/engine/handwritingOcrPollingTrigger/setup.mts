import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import type { Document, FaultInput, NewAccount, SeedInput } from '../../../sandbox/client.mts';
import type { RunResult, Trigger } from '../harness/index.mts';
import type { PollOptions } from '../harness/trigger.mts';
import { type OpenedAccount, type World, useWorld } from '../handwritingOcr/setup.mts';

export { useWorld };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A published polling trigger with an account of its own. */
export class PollFixture {
	readonly account: OpenedAccount;

	readonly trigger: Trigger;

	/** Ids that were passed on so far, in that order. */
	readonly emitted: string[] = [];

	/**
	 * Whether n8n's record of repeats may have something to drop; else the cursor alone has to be
	 * enough.
	 */
	mayRepeat = false;

	private readonly world: World;

	constructor(world: World, account: OpenedAccount, trigger: Trigger) {
		this.world = world;
		this.account = account;
		this.trigger = trigger;
	}

	/** Puts documents into the account, in process unless they say otherwise. */
	async seed(...documents: SeedInput[]): Promise<Document[]> {
		return await this.control.seedDocuments(
			this.account.token,
			documents.map((document) => ({ status: 'processing', ...document })),
		);
	}

	/**
	 * Puts so many finished documents into the account, a millisecond apart unless it is said
	 * otherwise, and gives their ids.
	 */
	async seedMany(
		count: number,
		first = Date.now(),
		apart = 1,
		document: SeedInput = {},
	): Promise<string[]> {
		const documents = Array.from({ length: count }, (_, index) => ({
			status: 'processed',
			...document,
			createdAt: first + index * apart,
		}));
		return (await this.seed(...documents)).map(({ id }) => id);
	}

	async finish(id: string, status = 'processed'): Promise<void> {
		await this.control.finishDocument(this.account.token, { id, status });
	}

	/** Deletes documents, as another user of the account would. */
	async remove(...ids: string[]): Promise<void> {
		const { handwritingOcrApi } = this.account.credentials;
		const headers = { authorization: `Bearer ${this.account.token}`, accept: 'application/json' };
		for (const id of ids) {
			const { ok, status } = await fetch(`${String(handwritingOcrApi?.baseUrl)}/documents/${id}`, {
				method: 'DELETE',
				headers,
			});
			if (!ok) throw new Error(`the sandbox answers ${status}`);
		}
	}

	/** One poll with its run; gives the ids that were passed on. */
	async poll(options?: PollOptions): Promise<string[]> {
		return idsOf(await this.run(options));
	}

	/**
	 * Polls until nothing is left; gives the ids that were passed on. A poll passes on 200 at most.
	 */
	async pollAll(): Promise<string[]> {
		const ids: string[] = [];
		for (let passed = ['']; passed.length > 0; ids.push(...passed)) passed = await this.poll();
		return ids;
	}

	async run(options?: PollOptions): Promise<RunResult | undefined> {
		const found = await this.trigger.poll(options);
		const run = found ? await this.trigger.runOn([found]) : undefined;
		if (run?.error) throw run.error;
		const ids = new Set(
			[...(run?.items ?? []), ...(run?.errorItems ?? [])].map(({ json }) => idOf(json)),
		);
		if (!this.mayRepeat && found && ids.size < found.length)
			throw new Error(
				`the poll found ${found.length} documents, and the run passed ${ids.size} on`,
			);
		this.emitted.push(...idsOf(run));
		return run;
	}

	/**
	 * n8n starts anew, from what it has saved or from an older copy; gives what the first poll passes
	 * on.
	 */
	async restart(staticData?: IDataObject): Promise<string[]> {
		this.trigger.restart(staticData);
		return await this.poll({ starting: true });
	}

	/** A copy of what n8n has saved. */
	saved(): IDataObject {
		return JSON.parse(JSON.stringify(this.trigger.staticData)) as IDataObject;
	}

	/** Routes of the requests since the last call. */
	async requests(): Promise<string[]> {
		const requests = await this.control.requests(this.account.token);
		await this.control.clearRequests(this.account.token);
		return requests.map(({ route }) => route);
	}

	async fault(fault: FaultInput): Promise<void> {
		await this.control.addFault({ token: this.account.token, ...fault });
	}

	async repair(): Promise<void> {
		await this.control.clearFaults(this.account.token);
	}

	private get control() {
		return this.world.sandbox.control;
	}
}

export type PollingOptions = NewAccount & {
	parameters?: INodeParameters;
	version?: 'v2' | 'v3';
	before?: SeedInput[];
	onError?: OnError;
};

/** Opens an account with the documents `before`, and publishes a trigger for it. */
export async function openPolling(
	world: World,
	{ parameters = {}, version, before = [], onError, ...options }: PollingOptions = {},
): Promise<PollFixture> {
	const account = await world.openAccount(options, version);
	const trigger = world.engine.trigger({
		type: 'handwritingOcrPollingTrigger',
		parameters,
		credentials: account.credentials,
		...(onError && { onError }),
	});
	const fixture = new PollFixture(world, account, trigger);
	if (before.length > 0) await fixture.seed(...before);
	if ((await fixture.poll({ starting: true })).length > 0)
		throw new Error('a trigger that starts for the first time passed documents on');
	await fixture.requests();
	return fixture;
}

export function idsOf(run: RunResult | undefined): string[] {
	return (run?.items ?? []).map(({ json }) => idOf(json));
}

function idOf({ id, details }: IDataObject): string {
	return String(id ?? (details as IDataObject | undefined)?.id);
}
