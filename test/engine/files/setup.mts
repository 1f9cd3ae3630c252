import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { JournalEntry, ServiceName } from '../../../sandbox/client.mts';
import { startSandbox, type TestSandbox } from '../../support/sandbox.mts';
import {
	createEngine,
	type CredentialValues,
	type Engine,
	type RunResult,
	type RunSpec,
} from '../harness/index.mts';

const SAMPLES = join(import.meta.dirname, '../../../sandbox/samples');

/** The bytes of a sample page. */
export const sample = (name: string): Buffer => readFileSync(join(SAMPLES, name));

/** An operation that sends files, and the account that it sends them to. */
type Sender = {
	service: ServiceName;
	parameters: (account: Account) => INodeParameters;
	/** The route of the request with the file. */
	route: string;
};

type Account = { token: string; credentials: CredentialValues; project: string };

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const SENDERS: Record<string, Sender> = {
	'Handwriting OCR > Upload': {
		service: 'handwritingOcr',
		parameters: () => ({ resource: 'document', operation: 'upload' }),
		route: 'upload',
	},
	'Natif.ai > Process': {
		service: 'natifAi',
		parameters: () => ({ resource: 'document', operation: 'process', workflow: byId('ocr') }),
		route: 'process',
	},
	'Ocriva > Upload': {
		service: 'ocriva',
		parameters: ({ project }) => ({
			resource: 'document',
			operation: 'upload',
			projectId: byId(project),
		}),
		route: 'upload',
	},
	'Ocriva > Upload Batch': {
		service: 'ocriva',
		parameters: ({ project }) => ({
			resource: 'document',
			operation: 'uploadBatch',
			projectId: byId(project),
		}),
		route: 'batchUpload',
	},
};

/** Every operation that sends files of items. */
export const OPERATIONS = Object.keys(SENDERS);
/** Those that take a URL too. */
export const WITH_URL = OPERATIONS.filter((name) => name !== 'Ocriva > Upload Batch');

/** What a run sent, file by file, beside its result. */
export type Sent = RunResult & { files: Array<{ name: string; type: string; size: number }> };

/** The engine and a sandbox with all services, for what holds for each upload. */
export class Uploads {
	engine!: Engine;

	sandbox!: TestSandbox;

	/** A file in n8n's binary store, or in memory; what is left out, the item does not say. */
	async file(
		content: Buffer | string,
		{ fileName, mimeType = 'application/octet-stream' }: Partial<IBinaryData> = {},
	): Promise<IBinaryData> {
		const stored = await this.engine.binary(Buffer.from(content), {
			fileName: fileName ?? 'document',
			mimeType,
		});
		if (fileName !== undefined) return stored;
		const { fileName: _fileName, fileExtension: _extension, ...nameless } = stored;
		return nameless;
	}

	/** Sends the items with an operation and does not wait for results. */
	async send(
		operation: string,
		input: INodeExecutionData[],
		parameters: INodeParameters = {},
		spec: Omit<Partial<RunSpec>, 'input' | 'credentials'> = {},
	): Promise<Sent> {
		const sender = SENDERS[operation];
		if (!sender) throw new Error(`There is no operation ${operation}`);
		const account = await this.openAccount(sender.service);
		const result = await this.engine.run({
			...spec,
			type: sender.service,
			credentials: account.credentials,
			parameters: { ...sender.parameters(account), waitForCompletion: false, ...parameters },
			input,
		});
		const requests = await this.requests(sender.service, account);
		const uploads = requests.filter(({ route }) => route === sender.route);
		return { ...result, files: uploads.flatMap(({ files }) => files) };
	}

	/** Sends one item with a file in the field `data`. */
	async sendFile(
		operation: string,
		data: IBinaryData,
		parameters: INodeParameters = {},
	): Promise<Sent> {
		return await this.send(operation, [{ json: {}, binary: { data } }], parameters);
	}

	private async openAccount(service: ServiceName): Promise<Account> {
		const { url } = this.sandbox;
		if (service === 'ocriva') {
			const { token, projects } = await this.sandbox.of('ocriva').createAccount();
			const ocrivaApi = { apiKey: token, baseUrl: `${url}/ocriva/v1` };
			return { token, credentials: { ocrivaApi }, project: projects[0]?.id ?? '' };
		}
		const { token } = await this.sandbox.of(service).createAccount();
		const credentials: CredentialValues =
			service === 'natifAi'
				? { natifAiApi: { apiKey: token, baseUrl: `${url}/natif-ai` } }
				: { handwritingOcrApi: { apiToken: token, baseUrl: `${url}/v3` } };
		return { token, credentials, project: '' };
	}

	private async requests(service: ServiceName, { token }: Account): Promise<JournalEntry[]> {
		return await this.sandbox.of(service).requests(token);
	}
}

/** Call it at the top of a test file. */
export function useUploads(): Uploads {
	const uploads = new Uploads();
	beforeAll(async () => {
		[uploads.engine, uploads.sandbox] = await Promise.all([createEngine(), startSandbox()]);
	});
	afterAll(async () => await Promise.all([uploads.engine?.close(), uploads.sandbox?.stop()]));
	return uploads;
}
