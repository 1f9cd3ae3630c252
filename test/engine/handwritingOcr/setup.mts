import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
	IBinaryData,
	INode,
	INodeExecutionData,
	INodeParameters,
	OnError,
} from 'n8n-workflow';
import type { JournalEntry, NewAccount, SandboxAccount } from '../../../sandbox/client.mts';
import type { TestSandbox } from '../../support/sandbox.mts';
import { startSandbox } from '../../support/sandbox.mts';
import type { CredentialValues, Engine, RunResult, RunSpec } from '../harness/index.mts';
import { createEngine } from '../harness/index.mts';
import { handwritingOcr } from '../../contract/handwritingOcr.mts';
import { checkOutput } from '../../support/outputSchema.mts';
import { until } from '../../support/until.mts';

const SAMPLES = join(import.meta.dirname, '../../../sandbox/samples');

const mimeTypes: Record<string, string> = {
	pdf: 'application/pdf',
	png: 'image/png',
	jpg: 'image/jpeg',
};

export type OpenedAccount = SandboxAccount & { credentials: CredentialValues };

export type HasCredentials = { credentials: CredentialValues };

export type RunOptions = Pick<
	RunSpec,
	| 'input'
	| 'clockSpeed'
	| 'startAt'
	| 'withoutExecution'
	| 'cancelAfter'
	| 'mode'
	| 'settings'
	| 'signal'
> &
	Partial<Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>> & { onError?: OnError };

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World {
	engine!: Engine;

	sandbox!: TestSandbox;

	private readonly tokens: string[] = [];

	/**
	 * An account of its own, with the credential for it; the version stands in the credential's base
	 * URL.
	 */
	async openAccount(options?: NewAccount, version: 'v2' | 'v3' = 'v3'): Promise<OpenedAccount> {
		const account = await this.sandbox.createAccount(options);
		const { token: apiToken, webhookSecret } = account;
		this.tokens.push(apiToken);
		const handwritingOcrApi = {
			apiToken,
			webhookSecret: webhookSecret ?? '',
			baseUrl: `${this.sandbox.url}/${version}`,
		};
		return { ...account, credentials: { handwritingOcrApi } };
	}

	/** A sample page in n8n's binary store, by its file name, under another name when wanted. */
	async sample(file: string, fileName = basename(file)): Promise<IBinaryData> {
		const mimeType = mimeTypes[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
		return await this.engine.binary(await readFile(join(SAMPLES, file)), { fileName, mimeType });
	}

	/** One item for each sample, with the file in the field `data`. */
	async sampleItems(...files: string[]): Promise<INodeExecutionData[]> {
		const items = files.map(async (file) => ({
			json: { file },
			binary: { data: await this.sample(file) },
		}));
		return await Promise.all(items);
	}

	/** One item with a made-up file in the field `data`. */
	async fileItem(
		content: Buffer | string,
		fileName: string,
		mimeType = 'application/pdf',
	): Promise<INodeExecutionData> {
		return {
			json: {},
			binary: { data: await this.engine.binary(Buffer.from(content), { fileName, mimeType }) },
		};
	}

	/** Runs an operation on documents; `documentId` may be given as plain text. */
	async document(
		account: HasCredentials,
		operation: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		const { documentId } = parameters;
		const locator =
			typeof documentId === 'string'
				? { documentId: { __rl: true, mode: 'id', value: documentId } }
				: {};
		return await this.operate(
			account,
			{ resource: 'document', operation, ...parameters, ...locator },
			spec,
		);
	}

	/** Runs an operation on the account. */
	async account(
		account: HasCredentials,
		operation: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		const amount = operation === 'topUp' ? { amount: 100 } : {};
		return await this.operate(
			account,
			{ resource: 'account', operation, ...amount, ...parameters },
			spec,
		);
	}

	/** What the service was sent with the account's token, on one route when it is named. */
	async requests({ token }: { token: string }, route?: string): Promise<JournalEntry[]> {
		const entries = await this.sandbox.control.requests(token);
		return route === undefined ? entries : entries.filter((entry) => entry.route === route);
	}

	/**
	 * Ends the processing of all documents, in an account that is set to `manual`, as soon as `count`
	 * are there and `ready` says so.
	 */
	async finishAll(
		{ token }: { token: string },
		count: number,
		ready: () => Promise<boolean> = async () => true,
	): Promise<void> {
		const documents = await until(async () => {
			const all = await this.sandbox.control.documents(token);
			return all.length >= count && (await ready()) && all;
		});
		await Promise.all(
			documents.map(async ({ id }) => await this.sandbox.control.finishDocument(token, { id })),
		);
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
			handwritingOcr
				.checkRequest(entry)
				.map((problem) => `${entry.method} ${entry.path}: ${problem}`),
		);
	}

	private async operate(
		{ credentials }: HasCredentials,
		parameters: INodeParameters,
		{ onError, ...spec }: RunOptions,
	): Promise<RunResult> {
		const result = await this.engine.run({
			type: 'handwritingOcr',
			parameters,
			credentials,
			...(onError && { onError }),
			...spec,
		});
		checkOutput('handwritingOcr', parameters, result.items);
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
