import type { INodeParameters } from 'n8n-workflow';
import type { TestSandbox } from '../../support/sandbox.mts';
import type { CredentialValues } from '../harness/index.mts';
import type { TriggerOperation } from './triggers.mts';

/** An account with something in it, and how to reach it through another address. */
export type FaultAccount = {
	token: string;
	/** What must be seen nowhere. */
	secrets: string[];
	/** What is there before: ids that stand in messages. */
	ids: string[];
	parameters: INodeParameters;
	credentials: (url: string) => CredentialValues;
	/** Documents that were created, or purchases made, since the account was opened. */
	paid: () => Promise<number>;
	idsNow: () => Promise<string[]>;
};

/** An operation and the request of it that is struck. */
export type FaultOperation = {
	parameters: INodeParameters;
	struck: (request: { method: string; path: string }) => boolean;
	/** Requests that come before the struck one. */
	before?: number;
	/** Whether it takes files, and how many. */
	files?: number;
	/** Set where it is none of an action's operations. */
	trigger?: TriggerOperation;
};

export type FaultService = {
	/** Its node and the name of its table. */
	type: 'handwritingOcr' | 'natifAi' | 'ocriva';
	name: string;
	open: (sandbox: TestSandbox) => Promise<FaultAccount>;
	operations: Record<string, FaultOperation>;
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const asks =
	(method: string, path: RegExp): FaultOperation['struck'] =>
	(request) =>
		request.method === method && path.test(request.path);

const WAITING = { options: { timeout: 60 } };

const DOCUMENT_DELIVERY = {
	type: 'handwritingOcrTrigger',
	header: 'x-signature',
	body: (id: string) => ({ id, status: 'processed' }),
	path: /\/documents\/\w+$/,
} as const;

/** A delivery that names a document, whose result is then read from the API. */
const ofDeliveries = ({
	type,
	path,
	...deliveries
}: NonNullable<TriggerOperation['deliveries']> & {
	type: TriggerOperation['type'];
	path: RegExp;
}): FaultOperation => ({
	parameters: {},
	struck: asks('GET', path),
	trigger: { type, deliveries },
});

const ofPolls = (path: RegExp): FaultOperation => ({
	parameters: {},
	struck: asks('GET', path),
	trigger: { type: 'handwritingOcrPollingTrigger' },
});

export const handwritingOcr: FaultService = {
	type: 'handwritingOcr',
	name: 'Handwriting OCR',
	open: async ({ control }) => {
		const webhookSecret = 'secret-of-the-webhooks';
		const account = await control.createAccount({ balance: 1_000, webhookSecret });
		const { token } = account;
		const seeded = await control.seedDocuments(token, [{ fileName: 'old scan.png' }]);
		const ids = seeded.map(({ id }) => id);
		return {
			token,
			secrets: [token.split('|')[1] ?? token, webhookSecret],
			ids,
			parameters: { documentId: byId(ids[0] ?? '') },
			credentials: (url) => ({
				handwritingOcrApi: { apiToken: token, webhookSecret, baseUrl: `${url}/v3` },
			}),
			paid: async () => {
				const { balance } = await control.updateAccount(token, {});
				const created = (await control.documents(token)).length - ids.length;
				return Math.max(0, created) + Math.max(0, (balance - 1_000) / 100);
			},
			idsNow: async () => [account.id, ...(await control.documents(token)).map(({ id }) => id)],
		};
	},
	operations: {
		'Document > Upload': {
			parameters: { resource: 'document', operation: 'upload' },
			struck: asks('POST', /\/documents$/),
			files: 1,
		},
		'Document > Upload of two': {
			parameters: { resource: 'document', operation: 'upload' },
			struck: asks('POST', /\/documents$/),
			files: 2,
		},
		'Document > Upload, waiting': {
			parameters: { resource: 'document', operation: 'upload', ...WAITING },
			struck: asks('GET', /\/documents\/\w+$/),
			before: 1,
			files: 1,
		},
		'Document > Get Many': {
			parameters: { resource: 'document', operation: 'getAll' },
			struck: asks('GET', /\/documents\?/),
		},
		'Document > Get': {
			parameters: { resource: 'document', operation: 'get' },
			struck: asks('GET', /\/documents\/\w+$/),
		},
		'Document > Download': {
			parameters: { resource: 'document', operation: 'download', format: 'txt' },
			struck: asks('GET', /\.txt$/),
		},
		'Document > Download Page Images': {
			parameters: { resource: 'document', operation: 'downloadImages' },
			struck: asks('GET', /\/image-1/),
			before: 1,
		},
		'Document > Delete': {
			parameters: { resource: 'document', operation: 'delete' },
			struck: asks('DELETE', /\/documents\/\w+$/),
		},
		'Account > Get': {
			parameters: { resource: 'account', operation: 'get' },
			struck: asks('GET', /\/users\/me$/),
		},
		'Account > Top Up': {
			parameters: { resource: 'account', operation: 'topUp', amount: 100 },
			struck: asks('POST', /\/credits\/topup$/),
			before: 1,
		},
		Trigger: ofDeliveries({ ...DOCUMENT_DELIVERY, isSigned: true }),
		'Trigger without a secret': ofDeliveries({ ...DOCUMENT_DELIVERY, isSigned: false }),
		'Polling Trigger, the list': ofPolls(/\/documents\?/),
		'Polling Trigger, a document': ofPolls(/\/documents\/\w+$/),
	},
};

const RESULT = /\/processing\/results\/[\w-]+(\?|$)/;

export const natifAi: FaultService = {
	type: 'natifAi',
	name: 'Natif.ai',
	open: async (sandbox) => {
		const control = sandbox.of('natifAi');
		const { token } = await control.createAccount();
		const seeded = await control.seedDocuments(token, [{ fileName: 'old scan.png' }]);
		const ids = seeded.map(({ id }) => id);
		const documents = async () => (await control.documents(token)).map(({ id }) => id);
		return {
			token,
			secrets: [token],
			ids,
			parameters: { processingId: ids[0] ?? '', workflow: byId('ocr') },
			credentials: (url) => ({ natifAiApi: { apiKey: token, baseUrl: `${url}/natif-ai` } }),
			paid: async () => (await documents()).length - ids.length,
			idsNow: documents,
		};
	},
	operations: {
		'Document > Process': {
			parameters: { resource: 'document', operation: 'process' },
			struck: asks('POST', /\/processing\/ocr\?/),
			files: 1,
		},
		'Document > Process of two': {
			parameters: { resource: 'document', operation: 'process' },
			struck: asks('POST', /\/processing\/ocr\?/),
			files: 2,
		},
		'Document > Process, waiting': {
			parameters: { resource: 'document', operation: 'process', ...WAITING },
			struck: asks('GET', RESULT),
			before: 1,
			files: 1,
		},
		'Result > Get': {
			parameters: { resource: 'result', operation: 'get' },
			struck: asks('GET', RESULT),
		},
		'Result > Get OCR': {
			parameters: { resource: 'result', operation: 'getOcr' },
			struck: asks('GET', /\/ocr$/),
		},
		'Result > Get hOCR': {
			parameters: { resource: 'result', operation: 'getHocr' },
			struck: asks('GET', /\/hocr$/),
		},
		'Result > Download Thumbnail': {
			parameters: { resource: 'result', operation: 'downloadThumbnail' },
			struck: asks('GET', /\/thumbnail$/),
		},
		'Workflow > Get Many': {
			parameters: { resource: 'workflow', operation: 'getAll' },
			struck: asks('GET', /\/processing\/workflows/),
		},
		'Workflow > Get Usage': {
			parameters: { resource: 'workflow', operation: 'getUsage' },
			struck: asks('GET', /\/usage\//),
		},
	},
};

const HISTORY = /\/processing-history/;

const RECORD_DELIVERY = {
	type: 'ocrivaTrigger',
	header: 'x-webhook-signature',
	body: (id: string) => ({
		eventType: 'document.processed',
		eventId: `evt_${id}`,
		timestamp: '2026-05-04T08:00:00.000Z',
		payload: { id },
	}),
	path: HISTORY,
} as const;

export const ocriva: FaultService = {
	type: 'ocriva',
	name: 'Ocriva',
	open: async (sandbox) => {
		const control = sandbox.of('ocriva');
		const webhookSecret = 'secret-of-the-webhooks';
		const { token, projects } = await control.createAccount({ webhookSecret });
		const [project] = projects;
		const seeded = await control.seedDocuments(token, [{ fileName: 'old scan.png' }]);
		const ids = seeded.map(({ id }) => id);
		const documents = async () => (await control.documents(token)).map(({ id }) => id);
		const apiKey = project?.token ?? '';
		return {
			token: apiKey,
			secrets: [apiKey, webhookSecret],
			ids,
			parameters: { projectId: byId(project?.id ?? ''), recordId: byId(ids[0] ?? '') },
			credentials: (url) => ({
				ocrivaApi: { apiKey, webhookSecret, baseUrl: `${url}/ocriva/v1` },
			}),
			paid: async () => (await documents()).length - ids.length,
			idsNow: documents,
		};
	},
	operations: {
		'Document > Upload': {
			parameters: { resource: 'document', operation: 'upload' },
			struck: asks('POST', /\/openapi\/upload$/),
			files: 1,
		},
		'Document > Upload of two': {
			parameters: { resource: 'document', operation: 'upload' },
			struck: asks('POST', /\/openapi\/upload$/),
			files: 2,
		},
		'Document > Upload, waiting': {
			parameters: { resource: 'document', operation: 'upload', ...WAITING },
			struck: asks('GET', HISTORY),
			before: 1,
			files: 1,
		},
		'Document > Upload Batch': {
			parameters: { resource: 'document', operation: 'uploadBatch' },
			struck: asks('POST', /\/batch\/upload$/),
			files: 1,
		},
		'Record > Get Many': {
			parameters: { resource: 'record', operation: 'getAll' },
			struck: asks('GET', /\/processing-history\?/),
		},
		'Record > Get': {
			parameters: { resource: 'record', operation: 'get' },
			struck: asks('GET', HISTORY),
		},
		'Record > Export': {
			parameters: { resource: 'record', operation: 'export', format: 'text' },
			struck: asks('GET', /\/result/),
		},
		'Record > Get Statistics': {
			parameters: { resource: 'record', operation: 'getStatistics' },
			struck: asks('GET', /\/stats/),
		},
		'Template > Get Many': {
			parameters: { resource: 'template', operation: 'getAll' },
			struck: asks('GET', /\/templates/),
		},
		Trigger: ofDeliveries({ ...RECORD_DELIVERY, isSigned: true }),
		'Trigger without a secret': ofDeliveries({ ...RECORD_DELIVERY, isSigned: false }),
	},
};

export const FAULT_SERVICES = [handwritingOcr, natifAi, ocriva];
