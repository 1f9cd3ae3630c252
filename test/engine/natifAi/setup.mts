import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type {
	NewAccount,
	SandboxAccount,
	SandboxClient,
	Services,
} from '../../../sandbox/client.mts';
import { natifAi } from '../../contract/natifAi.mts';
import {
	byId,
	type HasCredentials,
	type RunOptions,
	ServiceFixture,
	useFixture,
} from '../../support/serviceFixture.mts';
import type { CredentialValues, RunResult } from '../harness/index.mts';

export { byId, type HasCredentials };

type Types = Services['natifAi'];

/** The sandbox's workflow with fields and tables. */
export const CUSTOM = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

/** A processing that nobody has. */
export const NOBODYS = '0c1d2e3f-1111-4222-8333-444455556666';

export type OpenedAccount = SandboxAccount<Types> & { credentials: CredentialValues };

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World extends ServiceFixture {
	constructor() {
		super('natifAi', natifAi);
	}

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

	/** So many items with the same page under different names. */
	async manyItems(count: number): Promise<INodeExecutionData[]> {
		return await Promise.all(
			Array.from({ length: count }, async (_, number) => ({
				json: { number },
				binary: { data: await this.sample('letter.png', `letter ${number}.png`) },
			})),
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
		return await this.run(
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
		return await this.run(
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
		return await this.run(
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
}

/** See {@link useFixture}. */
export function useWorld(): World {
	return useFixture(new World());
}
