import type { INodeParameters } from 'n8n-workflow';
import type { FaultInput } from '../../sandbox/client.mts';
import type { TestSandbox } from '../support/sandbox.mts';
import type { CredentialValues } from './harness/index.mts';

/** An account of its own at one service, and the upload that waits for its documents. */
export interface UploadService {
	/** The node's type; as a tool it ends with `Tool`. */
	type: string;
	credentials: CredentialValues;
	parameters: INodeParameters;
	/** The service's route of an upload, as its journal names it. */
	route: string;
	documents(): Promise<Array<{ id: string; fileName: string | null }>>;
	addFault(fault: Omit<FaultInput, 'token'>): Promise<unknown>;
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const uploadServices: Array<[string, (sandbox: TestSandbox) => Promise<UploadService>]> = [
	[
		'Handwriting OCR',
		async (sandbox) => {
			const { token } = await sandbox.createAccount();
			return {
				type: 'handwritingOcr',
				credentials: { handwritingOcrApi: { apiToken: token, baseUrl: `${sandbox.url}/v3` } },
				parameters: { resource: 'document', operation: 'upload' },
				route: 'upload',
				documents: async () => await sandbox.control.documents(token),
				addFault: async (fault) => await sandbox.control.addFault({ token, ...fault }),
			};
		},
	],
	[
		'Natif.ai',
		async (sandbox) => {
			const { token } = await sandbox.of('natifAi').createAccount();
			const control = sandbox.of('natifAi');
			return {
				type: 'natifAi',
				credentials: { natifAiApi: { apiKey: token, baseUrl: `${sandbox.url}/natif-ai` } },
				parameters: { resource: 'document', operation: 'process', workflow: byId('ocr') },
				route: 'process',
				documents: async () => await control.documents(token),
				addFault: async (fault) => await control.addFault({ token, ...fault }),
			};
		},
	],
	[
		'Ocriva',
		async (sandbox) => {
			const control = sandbox.of('ocriva');
			const { token, projects } = await control.createAccount();
			const key = projects[0]?.token ?? '';
			return {
				type: 'ocriva',
				credentials: {
					ocrivaApi: { apiKey: key, baseUrl: `${sandbox.url}/ocriva/v1` },
				},
				parameters: { resource: 'document', operation: 'upload' },
				route: 'upload',
				documents: async () => await control.documents(token),
				addFault: async (fault) => await control.addFault({ token: key, ...fault }),
			};
		},
	],
];
