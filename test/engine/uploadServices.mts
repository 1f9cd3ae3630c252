import type { INodeParameters } from 'n8n-workflow';
import type { FaultInput } from '../../sandbox/client.mts';
import type { TestSandbox } from '../support/sandbox.mts';
import type { CredentialValues } from './harness/index.mts';

/** An account of its own at one service, and the upload that waits for its documents. */
export interface UploadService {
	/** The node's type; as a tool it ends with `Tool`. */
	type: string;
	credentials: CredentialValues;
	upload: INodeParameters;
	/** The service's route of an upload, as its journal names it. */
	route: string;
	/** The routes that tell of a document. */
	looks: string[];
	documents(): Promise<Array<{ id: string; fileName: string | null }>>;
	addFault(fault: Omit<FaultInput, 'token'>): Promise<unknown>;
	/** From now on no document gets finished. */
	hold(): Promise<unknown>;
	/** Makes the upload find a table. */
	table: INodeParameters;
	/** Gets something that does not exist, by its id. */
	missing: INodeParameters;
	missingId: string;
}

const manual = { settings: { processing: 'manual' as const } };

/** A workflow of Natif.ai's sandbox. */
const EXTRACTING = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

/** Ids that nothing has, of each service's form. */
const NOBODYS = {
	handwritingOcr: 'abcdefghij',
	natifAi: '00000000-0000-4000-8000-000000000000',
	ocriva: '0123456789abcdef01234567',
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const uploadServices: Array<[string, (sandbox: TestSandbox) => Promise<UploadService>]> = [
	[
		'Handwriting OCR',
		async (sandbox) => {
			const { token } = await sandbox.createAccount();
			return {
				type: 'handwritingOcr',
				credentials: { handwritingOcrApi: { apiToken: token, baseUrl: `${sandbox.url}/v3` } },
				upload: { resource: 'document', operation: 'upload' },
				route: 'upload',
				looks: ['get', 'list'],
				documents: async () => await sandbox.control.documents(token),
				addFault: async (fault) => await sandbox.control.addFault({ token, ...fault }),
				hold: async () => await sandbox.control.updateAccount(token, manual),
				table: { documentAction: 'tables' },
				missing: {
					resource: 'document',
					operation: 'get',
					documentId: byId(NOBODYS.handwritingOcr),
				},
				missingId: NOBODYS.handwritingOcr,
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
				upload: { resource: 'document', operation: 'process', workflow: byId('ocr') },
				route: 'process',
				looks: ['result'],
				documents: async () => await control.documents(token),
				addFault: async (fault) => await control.addFault({ token, ...fault }),
				hold: async () => await control.updateAccount(token, manual),
				table: { workflow: byId(EXTRACTING) },
				missing: { resource: 'result', operation: 'get', processingId: NOBODYS.natifAi },
				missingId: NOBODYS.natifAi,
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
				upload: { resource: 'document', operation: 'upload' },
				route: 'upload',
				looks: ['get', 'list'],
				documents: async () => await control.documents(token),
				addFault: async (fault) => await control.addFault({ token: key, ...fault }),
				hold: async () => await control.updateAccount(token, manual),
				table: {},
				missing: { resource: 'record', operation: 'get', recordId: byId(NOBODYS.ocriva) },
				missingId: NOBODYS.ocriva,
			};
		},
	],
];
