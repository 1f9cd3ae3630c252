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
import { ocriva } from '../../contract/ocriva.mts';
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

type Types = Services['ocriva'];

/** An id of the service's form that nothing has. */
export const NOBODYS = '0123456789abcdef01234567';

/**
 * An organization: `credentials` is its own key, `project` the id of its first project and
 * `projectCredentials` that project's key.
 */
export type OpenedAccount = SandboxAccount<Types> & {
	credentials: CredentialValues;
	project: string;
	otherProject: string;
	projectCredentials: CredentialValues;
};

export type HasCredentials = { credentials: CredentialValues };

export type RunOptions = Pick<
	RunSpec,
	'input' | 'clockSpeed' | 'startAt' | 'cancelAfter' | 'mode' | 'settings' | 'signal'
> &
	Partial<Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>> & { onError?: OnError };

/** Something as a picker saves it. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World {
	engine!: Engine;

	sandbox!: TestSandbox;

	/** Keys of projects by that of their organization. */
	private readonly keys = new Map<string, string[]>();

	/** The control API of the service. */
	get control(): SandboxClient<Types> {
		return this.sandbox.of('ocriva');
	}

	/**
	 * An organization of its own with two projects, with credentials for its key and that of its
	 * first project.
	 */
	async openAccount(options?: NewAccount<Types>): Promise<OpenedAccount> {
		const account = await this.control.createAccount(options);
		const [first, second] = account.projects;
		if (!first || !second) throw new Error('the organization has no two projects');
		this.keys.set(
			account.token,
			account.projects.map(({ token }) => token),
		);
		const credentials = (apiKey: string) => ({
			ocrivaApi: {
				apiKey,
				webhookSecret: account.webhookSecret ?? '',
				baseUrl: `${this.sandbox.url}/ocriva/v1`,
			},
		});
		return {
			...account,
			credentials: credentials(account.token),
			project: first.id,
			otherProject: second.id,
			projectCredentials: credentials(first.token),
		};
	}

	/** The id of one of the account's templates. */
	template({ templates }: OpenedAccount, name: string): string {
		return templates.find((template) => template.name === name)?.templateId ?? '';
	}

	/** A record that is there already; its id. */
	async seed({ token }: { token: string }, record: Types['seed'] = {}): Promise<string> {
		const [seeded] = await this.control.seedDocuments(token, [
			{ fileName: 'seeded.pdf', ...record },
		]);
		return seeded?.id ?? '';
	}

	/** A sample page in n8n's binary store, under another name when wanted. */
	async sample(file: string, fileName = basename(file)): Promise<IBinaryData> {
		const mimeType = mimeTypes[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
		return await this.engine.binary(await readFile(join(SAMPLES, file)), { fileName, mimeType });
	}

	/** One item with a sample page for each name. */
	async named(...names: string[]): Promise<INodeExecutionData[]> {
		const content = await readFile(join(SAMPLES, 'letter.png'));
		const item = async (fileName: string) => ({
			json: { fileName },
			binary: { data: await this.engine.binary(content, { fileName, mimeType: 'image/png' }) },
		});
		return await Promise.all(names.map(item));
	}

	/**
	 * So many items with a page under different names, which do not come in the order of the
	 * alphabet.
	 */
	async manyItems(count: number): Promise<INodeExecutionData[]> {
		return await this.named(...Array.from({ length: count }, (_, number) => `page ${number}.png`));
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

	/** Uploads the files of the items into the account's first project. */
	async upload(
		account: OpenedAccount,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		return await this.operate(
			account,
			'document',
			'upload',
			{ projectId: account.project, ...parameters },
			spec,
		);
	}

	async uploadBatch(
		account: OpenedAccount,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		return await this.operate(
			account,
			'document',
			'uploadBatch',
			{ projectId: account.project, ...parameters },
			spec,
		);
	}

	/** Runs an operation on records of the account's first project. */
	async record(
		account: OpenedAccount,
		operation: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		return await this.operate(
			account,
			'record',
			operation,
			{ projectId: account.project, ...parameters },
			spec,
		);
	}

	/** Runs an operation; ids of pickers may be given as plain text. */
	async operate(
		{ credentials }: HasCredentials,
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		{ onError, ...spec }: RunOptions = {},
	): Promise<RunResult> {
		const pickers = Object.fromEntries(
			['projectId', 'recordId', 'templateId'].flatMap((name) =>
				typeof parameters[name] === 'string' ? [[name, byId(parameters[name])]] : [],
			),
		);
		const all = { resource, operation, ...parameters, ...pickers };
		const result = await this.engine.run({
			type: 'ocriva',
			parameters: all,
			credentials,
			...(onError && { onError }),
			...spec,
		});
		checkOutput('ocriva', all, result.items);
		return result;
	}

	/**
	 * What the service was sent for an organization, with any of its keys; on one route when it is
	 * named.
	 */
	async requests({ token }: { token: string }, route?: string): Promise<JournalEntry[]> {
		const entries = (
			await Promise.all(
				[token, ...(this.keys.get(token) ?? [])].map(
					async (key) => await this.control.requests(key),
				),
			)
		).flat();
		return route === undefined ? entries : entries.filter((entry) => entry.route === route);
	}

	/**
	 * Ends the processing of all records of an account that is set to `manual`, once `count` are
	 * there and `ready` says so.
	 */
	async finishAll(
		{ token }: { token: string },
		count: number,
		ready: () => Promise<boolean> = async () => true,
	): Promise<void> {
		const records = await until(async () => {
			const all = await this.control.documents(token);
			return all.length >= count && (await ready()) && all;
		});
		for (const { id } of records) await this.control.finishDocument(token, { id });
	}

	/**
	 * What is wrong with requests that the node has made so far; those whose connection was cut
	 * before they were read do not count.
	 */
	async contractProblems(): Promise<string[]> {
		const journals = await Promise.all(
			[...this.keys.keys()].map(async (token) => await this.requests({ token })),
		);
		const read = journals
			.flat()
			.filter(({ status, fault }) => status !== null || fault === 'reset after');
		return read.flatMap((entry) =>
			ocriva.checkRequest(entry).map((problem) => `${entry.method} ${entry.path}: ${problem}`),
		);
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
