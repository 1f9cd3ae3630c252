import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { NewAccount, SandboxAccount } from '../../../sandbox/client.mts';
import type { TestSandbox } from '../../support/sandbox.mts';
import { startSandbox } from '../../support/sandbox.mts';
import type { CredentialValues, Engine } from '../harness/index.mts';
import { createEngine } from '../harness/index.mts';

const SAMPLES = join(import.meta.dirname, '../../../sandbox/samples');

const mimeTypes: Record<string, string> = { pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg' };

export type OpenedAccount = SandboxAccount & { credentials: CredentialValues };

/** The engine and a sandbox without OCR for one test file; usable inside tests and hooks. */
export class World {
	engine!: Engine;

	sandbox!: TestSandbox;

	/** An account of its own, with the credential for it. */
	async openAccount(options?: NewAccount): Promise<OpenedAccount> {
		const account = await this.sandbox.createAccount(options);
		const { token: apiToken, webhookSecret } = account;
		const handwritingOcrApi = { apiToken, webhookSecret: webhookSecret ?? '', baseUrl: `${this.sandbox.url}/v3` };
		return { ...account, credentials: { handwritingOcrApi } };
	}

	/** A sample page in n8n's binary store, by its file name, under another name when wanted. */
	async sample(file: string, fileName = basename(file)): Promise<IBinaryData> {
		const mimeType = mimeTypes[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
		return await this.engine.binary(await readFile(join(SAMPLES, file)), { fileName, mimeType });
	}

	/** One item for each sample, with the file in the field `data`. */
	async sampleItems(...files: string[]): Promise<INodeExecutionData[]> {
		const items = files.map(async (file) => ({ json: { file }, binary: { data: await this.sample(file) } }));
		return await Promise.all(items);
	}
}

/** Call it at the top of a test file. */
export function useWorld(): World {
	const world = new World();
	beforeAll(async () => {
		[world.engine, world.sandbox] = await Promise.all([createEngine(), startSandbox()]);
	});
	afterAll(async () => {
		await Promise.all([world.engine?.close(), world.sandbox?.stop()]);
	});
	return world;
}
