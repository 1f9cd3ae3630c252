import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type {
	JournalEntry,
	NewAccount,
	SandboxAccount,
	SandboxClient,
	Services,
} from '../../../sandbox/client.mts';
import { ocriva } from '../../contract/ocriva.mts';
import {
	byId,
	type HasCredentials,
	type RunOptions,
	ServiceFixture,
	useFixture,
} from '../../support/serviceFixture.mts';
import type { CredentialValues, RunResult } from '../harness/index.mts';

export { byId, type HasCredentials };

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

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World extends ServiceFixture {
	/** Keys of projects by that of their organization. */
	private readonly keys = new Map<string, string[]>();

	constructor() {
		super('ocriva', ocriva);
	}

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
		this.tokens.push(account.token);
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

	/**
	 * So many items with a page under different names, which do not come in the order of the
	 * alphabet.
	 */
	async manyItems(count: number): Promise<INodeExecutionData[]> {
		return await this.named(...Array.from({ length: count }, (_, number) => `page ${number}.png`));
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
		account: HasCredentials,
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		const pickers = Object.fromEntries(
			['projectId', 'recordId', 'templateId'].flatMap((name) =>
				typeof parameters[name] === 'string' ? [[name, byId(parameters[name])]] : [],
			),
		);
		return await this.run(account, { resource, operation, ...parameters, ...pickers }, spec);
	}

	/**
	 * What the service was sent for an organization, with any of its keys; on one route when it is
	 * named.
	 */
	override async requests({ token }: { token: string }, route?: string): Promise<JournalEntry[]> {
		const keys = [token, ...(this.keys.get(token) ?? [])];
		const entries = keys.map(async (key) => await super.requests({ token: key }, route));
		return (await Promise.all(entries)).flat();
	}
}

/** See {@link useFixture}. */
export function useWorld(): World {
	return useFixture(new World());
}
