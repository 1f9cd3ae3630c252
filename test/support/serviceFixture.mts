import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
	IBinaryData,
	INode,
	INodeExecutionData,
	INodeParameters,
	OnError,
} from 'n8n-workflow';
import type { JournalEntry } from '../../sandbox/client.mts';
import type { Contract } from '../contract/contract.mts';
import {
	createEngine,
	type CredentialValues,
	type Engine,
	type RunResult,
	type RunSpec,
} from '../engine/harness/index.mts';
import { checkOutput } from './outputSchema.mts';
import { startSandbox, type TestSandbox } from './sandbox.mts';
import { until } from './until.mts';

const SAMPLES = join(import.meta.dirname, '../../sandbox/samples');

const mimeTypes: Record<string, string> = {
	pdf: 'application/pdf',
	png: 'image/png',
	jpg: 'image/jpeg',
};

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

/** How documents end, and from when on they may. */
type Finish = { ready?: () => Promise<boolean>; status?: string; error?: string };

/** Something as a picker saves it. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class ServiceFixture {
	engine!: Engine;

	sandbox!: TestSandbox;

	/** Keys of the accounts that were opened. */
	protected readonly tokens: string[] = [];

	private readonly type: string;

	private readonly contract: Contract;

	/** @param type of the service's node */
	constructor(type: string, contract: Contract) {
		this.type = type;
		this.contract = contract;
	}

	/** A sample page in n8n's binary store, by its file name, under another name when wanted. */
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

	/** One item with a sample page for each name. */
	async named(...names: string[]): Promise<INodeExecutionData[]> {
		return await Promise.all(
			names.map(async (fileName) => ({
				json: { fileName },
				binary: { data: await this.sample('letter.png', fileName) },
			})),
		);
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

	/** What the service was sent with the account's key, on one route when it is named. */
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
		{ ready = async () => true, ...outcome }: Finish = {},
	): Promise<void> {
		const { control } = this.sandbox;
		const documents = await until(async () => {
			const all = await control.documents(token);
			return all.length >= count && (await ready()) && all;
		});
		for (const { id } of documents) await control.finishDocument(token, { id, ...outcome });
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
			this.contract
				.checkRequest(entry)
				.map((problem) => `${entry.method} ${entry.path}: ${problem}`),
		);
	}

	protected async run(
		{ credentials }: HasCredentials,
		parameters: INodeParameters,
		{ onError, ...spec }: RunOptions,
	): Promise<RunResult> {
		const result = await this.engine.run({
			type: this.type,
			parameters,
			credentials,
			...(onError && { onError }),
			...spec,
		});
		checkOutput(this.type, parameters, result.items);
		return result;
	}
}

/**
 * Call it at the top of a test file. At its end every request that the node has made is held
 * against the API's description.
 */
export function useFixture<Fixture extends ServiceFixture>(fixture: Fixture): Fixture {
	beforeAll(async () => {
		[fixture.engine, fixture.sandbox] = await Promise.all([createEngine(), startSandbox()]);
	});
	afterAll(async () => {
		const problems = await fixture.contractProblems();
		await Promise.all([fixture.engine?.close(), fixture.sandbox?.stop()]);
		expect(problems).toEqual([]);
	});
	return fixture;
}
