import type { INodeParameters } from 'n8n-workflow';
import type { NewAccount, SandboxAccount } from '../../../sandbox/client.mts';
import { handwritingOcr } from '../../contract/handwritingOcr.mts';
import {
	byId,
	type HasCredentials,
	type RunOptions,
	ServiceFixture,
	useFixture,
} from '../../support/serviceFixture.mts';
import type { CredentialValues, RunResult } from '../harness/index.mts';

export type { HasCredentials, RunOptions };

export type OpenedAccount = SandboxAccount & { credentials: CredentialValues };

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World extends ServiceFixture {
	constructor() {
		super('handwritingOcr', handwritingOcr);
	}

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

	/** Runs an operation on documents; `documentId` may be given as plain text. */
	async document(
		account: HasCredentials,
		operation: string,
		parameters: INodeParameters = {},
		spec: RunOptions = {},
	): Promise<RunResult> {
		const { documentId } = parameters;
		const locator = typeof documentId === 'string' ? { documentId: byId(documentId) } : {};
		return await this.run(
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
		return await this.run(
			account,
			{ resource: 'account', operation, ...amount, ...parameters },
			spec,
		);
	}
}

/** See {@link useFixture}. */
export function useWorld(): World {
	return useFixture(new World());
}
