import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
	IBinaryData,
	INode,
	INodeExecutionData,
	INodeParameters,
	OnError,
} from 'n8n-workflow';
import type {
	JournalEntry,
	NewAccount,
	SandboxAccount,
	SandboxClient,
	Services,
} from '../../../sandbox/client.mts';
import { natifAi } from '../../contract/natifAi.mts';
import { startSandbox, type TestSandbox } from '../../support/sandbox.mts';
import {
	createEngine,
	type CredentialValues,
	type Engine,
	type RunResult,
	type RunSpec,
} from '../harness/index.mts';
import { checkOutput } from '../../support/outputSchema.mts';
import { until } from '../../support/until.mts';

const SAMPLES = join(import.meta.dirname, '../../../sandbox/samples');

const mimeTypes: Record<string, string> = {
	pdf: 'application/pdf',
	png: 'image/png',
	jpg: 'image/jpeg',
};

type Types = Services['natifAi'];

/** The sandbox's workflow with fields and tables. */
export const CUSTOM = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

/** A processing that nobody has. */
export const NOBODYS = '0c1d2e3f-1111-4222-8333-444455556666';

export type OpenedAccount = SandboxAccount<Types> & { credentials: CredentialValues };

export type HasCredentials = { credentials: CredentialValues };

export type RunOptions = Pick<
	RunSpec,
	'input' | 'clockSpeed' | 'startAt' | 'cancelAfter' | 'mode' | 'settings' | 'signal'
> &
	Partial<Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>> & { onError?: OnError };

/** A workflow as the picker saves it. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World {
	engine!: Engine;

	sandbox!: TestSandbox;

	private readonly tokens: string[] = [];

	/** The control API of the service. */
	get control(): SandboxClient<Types> {
		return this.sandbox.of('natifAi');
	}

	/** An account of its own, with the credential for it. */
	async openAccount(options?: NewAccount<Types>): Promise<OpenedAccount> {
		const account = await this.control.createAccount(options);
		this.tokens.push(account.token);
		return {
			...account,
			credentials: {
				natifAiApi: { apiKey: account.token, baseUrl: `${this.sandbox.url}/natif-ai` },
			},
		};
	}

	/** A processing that is there already; its id. */
	async seed({ token }: { token: string }, processing: Types['seed'] = {}): Promise<string> {
		const [seeded] = await this.control.seedDocuments(token, [
			{ fileName: 'seeded.pdf', ...processing },
		]);
		return seeded?.id ?? '';
	}

	/** A sample page in n8n's binary store, under another name when wanted. */
	async sample(file: string, fileName = basename(file)): Promise<IBinaryData> {
		const mimeType = mimeTypes[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
		return await this.engine.binary(await readFile(join(SAMPLES, file)), { fileName, mimeType });
	}

	/** One item for each sample, with the file in the field `data`. */
	async sampleItems(...files: string[]): Promise<INodeExecutionData[]> {
		return await Promise.all(
			files.map(async (file) => ({ json: { file }, binary: { data: await this.sample(file) } })),
		);
	}

	/** So many items with the same page under different names. */
	async manyItems(count: number): Promise<INodeExecutionData[]> {
		const content = await readFile(join(SAMPLES, 'letter.png'));
		const item = async (number: number) => ({
			json: { number },
			binary: {
				data: await this.engine.binary(content, {
					fileName: `letter ${number}.png`,
					mimeType: 'image/png',
				}),
			},
		});
		return await Promise.all(
			Array.from({ length: count }, async (_, number) => await item(number)),
		);
	}

	/**
	 * Processes the files of the items; `workflow` may be given as plain text, it is `ocr` unless
	 * given.
	 */
	async process(
		account: HasCredentials,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		const { workflow = 'ocr' } = parameters;
		const locator = typeof workflow === 'string' ? byId(workflow) : workflow;
		return await this.operate(
			account,
			{ resource: 'document', operation: 'process', ...parameters, workflow: locator },
			spec,
		);
	}

	/** Runs an operation on the result of a processing. */
	async result(
		account: HasCredentials,
		operation: string,
		processingId: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		return await this.operate(
			account,
			{ resource: 'result', operation, processingId, ...parameters },
			spec,
		);
	}

	/** Runs an operation on workflows. */
	async workflow(
		account: HasCredentials,
		operation: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		const { workflow } = parameters;
		return await this.operate(
			account,
			{
				resource: 'workflow',
				operation,
				...parameters,
				...(typeof workflow === 'string' && { workflow: byId(workflow) }),
			},
			spec,
		);
	}

	/** What the service was sent with the account's key, on one route when it is named. */
	async requests({ token }: { token: string }, route?: string): Promise<JournalEntry[]> {
		const entries = await this.control.requests(token);
		return route === undefined ? entries : entries.filter((entry) => entry.route === route);
	}

	/** Ends all processings of an account that is set to `manual`, once `count` are there. */
	async finishAll(
		{ token }: { token: string },
		count: number,
		outcome: Omit<Types['finish'], 'id'> = {},
	): Promise<void> {
		const processings = await until(async () => {
			const all = await this.control.documents(token);
			return all.length >= count && all;
		});
		for (const { id } of processings) await this.control.finishDocument(token, { id, ...outcome });
	}

	/**
	 * What is wrong with requests that the node has made so far; those whose connection was cut
	 * before they were read do not count.
	 */
	async contractProblems(): Promise<string[]> {
		const journals = await Promise.all(
			this.tokens.map(async (token) => await this.requests({ token })),
		);
		const read = journals
			.flat()
			.filter(({ status, fault }) => status !== null || fault === 'reset after');
		return read.flatMap((entry) =>
			natifAi.checkRequest(entry).map((problem) => `${entry.method} ${entry.path}: ${problem}`),
		);
	}

	private async operate(
		{ credentials }: HasCredentials,
		parameters: INodeParameters,
		{ onError, ...spec }: RunOptions,
	): Promise<RunResult> {
		const result = await this.engine.run({
			type: 'natifAi',
			parameters,
			credentials,
			...(onError && { onError }),
			...spec,
		});
		checkOutput('natifAi', parameters, result.items);
		return result;
	}
}

/**
 * Call it at the top of a test file. At its end every request that the node has made is held
 * against the API's description.
 */
export function useWorld(): World {
	const world = new World();
	beforeAll(async () => {
		[world.engine, world.sandbox] = await Promise.all([createEngine(), startSandbox()]);
	});
	afterAll(async () => {
		const problems = await world.contractProblems();
		await Promise.all([world.engine?.close(), world.sandbox?.stop()]);
		expect(problems).toEqual([]);
	});
	return world;
}
