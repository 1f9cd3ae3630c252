import { createHmac } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import type { TestSandbox } from '../../support/sandbox.mts';
import type { CredentialValues, Engine, RunResult, Trigger } from '../harness/index.mts';
import { withClock } from '../harness/clock.mts';
import type { FaultAccount, FaultService } from './services.mts';
import { COMES_LATER, STARTS_NOTHING } from './table.mts';

/** How a trigger is asked for something, and by whom. */
export type TriggerOperation = {
	type: 'handwritingOcrTrigger' | 'handwritingOcrPollingTrigger' | 'ocrivaTrigger';
	parameters?: INodeParameters;
	/** Who calls; without it n8n polls. */
	deliveries?: {
		/** Deliveries that are not signed have no secret to be checked with. */
		isSigned: boolean;
		header: string;
		body: (id: string) => object;
	};
};

/** What a run comes to. */
export type Ended = Pick<RunResult, 'status' | 'items' | 'hints' | 'logs'> & {
	error?: { message: string; description?: string | null | undefined } | undefined;
	raw: unknown;
	/** Where its items and its error do not tell it. */
	told?: string;
};

/** What has to be there before the fault strikes. */
export async function openTrigger(
	{ engine, sandbox }: { engine: Engine; sandbox: TestSandbox },
	{ type, parameters = {}, deliveries }: TriggerOperation,
	{ service, account, url }: { service: FaultService; account: FaultAccount; url: string },
): Promise<Trigger> {
	const credentials = account.credentials(url);
	const trigger = engine.trigger({
		type,
		parameters,
		credentials: deliveries?.isSigned === false ? withoutSecret(credentials) : credentials,
	});
	if (deliveries) return trigger;
	await trigger.poll({ starting: true });
	const seeds = [{ fileName: 'new scan.png', createdAt: Date.now() }];
	const [fresh] = await sandbox.of(service.type).seedDocuments(account.token, seeds);
	account.ids.push(fresh?.id ?? '');
	return trigger;
}

function withoutSecret(credentials: CredentialValues): CredentialValues {
	return Object.fromEntries(
		Object.entries(credentials).map(([type, values]) => [type, { ...values, webhookSecret: '' }]),
	);
}

/** One delivery with its run, or one poll with its run, and another one where nothing came. */
export async function runTrigger(
	{ engine, trigger, speed }: { engine: Engine; trigger: Trigger; speed: number },
	{ deliveries }: TriggerOperation,
	account: FaultAccount,
): Promise<Ended> {
	const firstLog = engine.logs.length;
	return await withClock({ speed }, async () => {
		const ended = deliveries ? await deliver(trigger, deliveries, account) : await poll(trigger);
		return { ...ended, logs: engine.logs.slice(firstLog) };
	});
}

const NOTHING: Ended = {
	status: 'success',
	items: [],
	hints: [],
	logs: [],
	raw: undefined,
	told: STARTS_NOTHING,
};

async function deliver(
	trigger: Trigger,
	{ isSigned, header, body }: NonNullable<TriggerOperation['deliveries']>,
	{ ids, secrets }: FaultAccount,
): Promise<Ended> {
	const text = JSON.stringify(body(ids[0] ?? ''));
	const signature = createHmac('sha256', secrets.at(-1) ?? '').update(text);
	const headers = {
		'content-type': 'application/json',
		...(isSigned && { [header]: signature.digest('hex') }),
	};
	const { run } = await trigger.deliver({ headers, body: text });
	return (await run) ?? NOTHING;
}

async function poll(trigger: Trigger): Promise<Ended> {
	const first = await pollOnce(trigger);
	if (first.items.length > 0) return first;
	const second = await pollOnce(trigger);
	if (second.items.length === 0) return first;
	const { error } = first;
	const told = error ? `${error.message}; then ${COMES_LATER}` : COMES_LATER;
	return { ...second, error, told };
}

async function pollOnce(trigger: Trigger): Promise<Ended> {
	try {
		const found = await trigger.poll();
		return found ? await trigger.runOn([found]) : NOTHING;
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const description = 'description' in error ? String(error.description) : '';
		return { ...NOTHING, told: error.message, error: { message: error.message, description } };
	}
}
