import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { startFaultProxy, type FaultProxy, type Strike } from '../../support/faultProxy.mts';
import { startSandbox, type TestSandbox } from '../../support/sandbox.mts';
import { createEngine, everythingIn, type Engine, type Trigger } from '../harness/index.mts';
import { faultOf, type Fault } from './faults.mts';
import type { FaultAccount, FaultOperation, FaultService } from './services.mts';
import { COMES_THROUGH, IS_CANCELLED } from './table.mts';
import { type Ended, openTrigger, runTrigger } from './triggers.mts';

const SPEED = 1_000;
const LETTER = readFileSync(join(import.meta.dirname, '../../../sandbox/samples/letter.png'));

/** What a run came to. */
export type Observed = {
	outcome: string;
	nextStep: string;
	paid: number;
	/** How many documents or purchases the workflow asks for. */
	asked: number;
	/** Whether n8n ran it as a tool. */
	isTool: boolean;
	/** How often the request was sent that the fault strikes, and in what time of the nodes. */
	sent: number;
	tookMs: number;
	/** What n8n would store, show or log. */
	everything: string;
	/** What came out, without what differs from run to run. */
	items: unknown;
	result: Ended;
	account: FaultAccount;
};

interface Preparation {
	operation: FaultOperation;
	fault: Fault | undefined;
	account: FaultAccount;
	/** Of a user who stops the run. */
	signal: AbortSignal;
}

/** The engine, the sandbox, and what stands between the nodes and it. */
export class FaultBench {
	engine!: Engine;

	private sandbox!: TestSandbox;

	private proxy!: FaultProxy;

	private readonly plain = new Map<string, unknown>();

	async start(): Promise<void> {
		[this.engine, this.sandbox] = await Promise.all([createEngine(), startSandbox()]);
		this.proxy = await startFaultProxy(this.sandbox.url);
	}

	async stop(): Promise<void> {
		await Promise.all([this.engine?.close(), this.sandbox?.stop(), this.proxy?.stop()]);
	}

	/** What an operation gives where nothing goes wrong. */
	async itemsWithoutFault(
		service: FaultService,
		operation: string,
		how?: string,
	): Promise<unknown> {
		const key = `${service.type} ${operation} ${how ?? ''}`;
		if (!this.plain.has(key)) this.plain.set(key, (await this.run(service, operation, how)).items);
		return this.plain.get(key);
	}

	async run(service: FaultService, name: string, faultName?: string): Promise<Observed> {
		const fault = faultName === undefined ? undefined : faultOf(faultName);
		return await this.meet(service, name, fault, await service.open(this.sandbox));
	}

	/** A run of an operation in an account that is there, whose requests are struck from now on. */
	async strike(
		service: FaultService,
		name: string,
		strike: Strike,
		account: FaultAccount,
	): Promise<Observed> {
		return await this.meet(service, name, { answer: '', strike }, account);
	}

	async open(service: FaultService): Promise<FaultAccount> {
		return await service.open(this.sandbox);
	}

	get control(): TestSandbox['control'] {
		return this.sandbox.control;
	}

	/** A trigger in front of whose requests the proxy stands. */
	trigger(type: string, account: FaultAccount, parameters: INodeParameters): Trigger {
		const credentials = account.credentials(this.proxy.url);
		return this.engine.trigger({ type, parameters, credentials });
	}

	/** From now on all requests are struck, or none. */
	follow(strike?: Strike): void {
		this.proxy.follow(strike && { matches: () => true, strike, times: Number.POSITIVE_INFINITY });
	}

	private async meet(
		service: FaultService,
		name: string,
		fault: Fault | undefined,
		account: FaultAccount,
	): Promise<Observed> {
		const operation = service.operations[name];
		if (!operation) throw new Error(`${service.name} has no operation ${name}`);
		// The user stops the run while the struck request is under way, before or after the work.
		const user = new AbortController();
		const run = await this.prepare(service, { operation, fault, account, signal: user.signal });
		const rule = ruleOf(operation, fault);
		const isStopped = fault?.runs === 'cancelled';
		this.proxy.follow(rule && { ...rule, ...(isStopped && { onSilence: () => user.abort() }) });
		const lookup = fault && 'connection' in fault && failConnections(fault, operation.before);
		try {
			const result = await run();
			const rounds = fault?.runs?.endsWith('twice') ? 2 : 1;
			const asked = rounds * (operation.files ?? 1);
			const isTool = /tool|without an id/.test(fault?.runs ?? '');
			return { ...(await this.observe(operation, account, result)), asked, isTool };
		} finally {
			if (lookup) lookup.mockRestore();
		}
	}

	/** What has to be there before the fault strikes; gives what meets it. */
	private async prepare(
		service: FaultService,
		{ operation, fault, account, signal }: Preparation,
	): Promise<() => Promise<Ended>> {
		const url = this.addressFor(fault);
		const { engine, sandbox } = this;
		if (operation.trigger) {
			this.proxy.follow();
			const { trigger: settings } = operation;
			const trigger = await openTrigger({ engine, sandbox }, settings, { service, account, url });
			return async () => await runTrigger({ engine, trigger, speed: SPEED }, settings, account);
		}
		const input = await this.input(operation);
		return async () =>
			await engine.run({
				...runSpec(service.type, { ...account.parameters, ...operation.parameters }, fault),
				credentials: account.credentials(url),
				input,
				clockSpeed: SPEED,
				...(fault?.runs === 'cancelled' && { signal }),
			});
	}

	private addressFor(fault: Fault | undefined): string {
		const { url } = this.proxy;
		if (fault && 'connection' in fault) return url.replace('127.0.0.1', 'localhost');
		return fault && 'tls' in fault ? url.replace('http:', 'https:') : url;
	}

	private async input({ files = 0 }: FaultOperation): Promise<INodeExecutionData[]> {
		const item = async (number: number): Promise<INodeExecutionData> => ({
			json: { number },
			binary: {
				data: await this.engine.binary(LETTER, {
					fileName: `letter ${number}.png`,
					mimeType: 'image/png',
				}),
			},
		});
		return files === 0
			? [{ json: {} }]
			: await Promise.all(Array.from({ length: files }, async (_, index) => await item(index + 1)));
	}

	private async observe(
		operation: FaultOperation,
		account: FaultAccount,
		result: Ended,
	): Promise<Omit<Observed, 'asked' | 'isTool'>> {
		const { items } = result;
		const error = result.status === 'canceled' ? undefined : result.error;
		// A tool tells its failure as an item.
		const said = isToolFailure(items) ? String(items[0]?.json.error) : result.told;
		const times = this.proxy.requests.map(({ at }) => at);
		const ids = [...account.ids, ...(await account.idsNow())];
		const plain = (text: string): string =>
			ids
				.reduce((clean, id) => clean.replaceAll(id, 'ID'), text)
				.replace(/(?:127\.0\.0\.1|localhost):\d+/g, 'HOST')
				// Projects, templates and batches of Ocriva.
				.replace(/\b[0-9a-f]{24}\b/g, 'ID')
				.replace(/ \[item \d\]$/, '');
		// Of two that are under way together either may be struck.
		const told = (text: string): string =>
			operation.files === 2
				? plain(text).replaceAll(/letter \d\.png/g, 'letter N.png')
				: plain(text);
		return {
			outcome: told(said ?? error?.message ?? successOf(result)),
			nextStep: told(error?.description ?? said ?? ''),
			paid: await account.paid(),
			sent: this.proxy.requests.filter((request) => operation.struck(request)).length,
			tookMs: (times.at(-1) ?? 0) - (times[0] ?? 0),
			everything: everythingIn([result.raw, error, result.hints, result.logs, items]),
			items: JSON.parse(withoutMoments(plain(JSON.stringify(items))), withoutBatch),
			result,
			account,
		};
	}
}

/** What a run without an error comes to. */
function successOf({ status, items }: Ended): string {
	if (status === 'canceled') return IS_CANCELLED;
	if (items.length === 0) return 'gives no items';
	return items[0]?.json.status === 'failed' ? 'gives it as failed' : COMES_THROUGH;
}

const isToolFailure = (items: INodeExecutionData[]): boolean =>
	Object.keys(items[0]?.json ?? {}).join() === 'error';

/** The node as the fault has n8n run it. */
function runSpec(type: string, parameters: INodeParameters, fault: Fault | undefined) {
	if (fault?.runs === 'with retries')
		return { type, parameters, retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 };
	if (!fault?.runs?.endsWith('twice')) return { type, parameters };
	const isTool = fault.runs !== 'twice';
	const node = isTool
		? { type: `${type}Tool`, parameters: { ...parameters, ...OF_A_TOOL } }
		: { type, parameters };
	return {
		nodes: [
			...['Start', 'First', 'Second'].map((name) => ({ name, type: 'n8n-nodes-base.noOp' })),
			{ name: 'Node', ...node },
		],
		connections: {
			Start: { main: [[to('First'), to('Second')]] },
			First: { main: [[to('Node')]] },
			Second: { main: [[to('Node')]] },
		},
		withoutExecution: fault.runs.startsWith('without an id'),
	};
}

const to = (node: string) => ({ node, type: 'main' as const, index: 0 });

/** A tool is given a file by an expression. */
const OF_A_TOOL = { inputSource: 'binary', inputDataFieldName: '={{ $binary.data }}' };

function ruleOf({ struck }: FaultOperation, fault: Fault | undefined) {
	if (!fault || !('strike' in fault)) return undefined;
	const { strike, times = Number.POSITIVE_INFINITY } = fault;
	return { matches: struck, strike, times };
}

/** Dates, and where n8n keeps a file. */
function withoutMoments(text: string): string {
	return text
		.replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, 'TIME')
		.replace(/"id":"filesystem[^"]*"/g, '"id":"STORED"');
}

/** The id of a batch is lost with its answer. */
function withoutBatch(key: string, value: unknown): unknown {
	return key === 'batchId' ? undefined : value;
}

/** Makes connections fail before anything can be sent, with a code of the system or of TLS. */
function failConnections(
	{ connection: code, times = Number.POSITIVE_INFINITY }: Fault & { connection: string },
	before = 0,
): jest.SpyInstance {
	const real = dns.lookup;
	let passed = 0;
	let left = times;
	const failing = (...args: unknown[]): void => {
		const callback = args.at(-1);
		if (passed++ >= before && left-- > 0 && typeof callback === 'function')
			callback(Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' }));
		else Reflect.apply(real, dns, args);
	};
	return jest.spyOn(dns, 'lookup').mockImplementation(failing as typeof dns.lookup);
}
