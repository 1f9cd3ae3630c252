import type { ServiceName } from '../../sandbox/client.mts';
import type { Step } from './flow.mts';

type Parameters = Step['parameters'];

/**
 * How a service is used in a flow: by its node, and by n8n's node "HTTP Request". In all of them an
 * item has the document's `id`.
 */
export type ServiceFace = {
	label: string;
	nodeType: string;
	credentialType: string;
	/** Where the sandbox serves it. */
	path: string;
	/** Field of the credential that takes the token. */
	tokenField: string;
	/** Settings of an account: everything in process at once. */
	settings: object;
	/** The id of the n-th seeded document, as n8n's expression of `index`, and as it comes out. */
	id: (index: string) => string;
	idAt: (index: number) => string;
	/** Puts the file of each item to the service, without waiting. */
	upload: Parameters;
	/** Stores the document of each item as a file of the size that is asked of the sandbox. */
	download: Parameters;
	/** Reads the document of each item. */
	get: Parameters;
	/** The same by HTTP: path below the API. */
	getPath: string;
};

const picked = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
const unlimited = { parallel: 100_000 };

export const services: Record<ServiceName, ServiceFace> = {
	handwritingOcr: {
		label: 'Handwriting OCR',
		nodeType: 'handwritingOcr',
		credentialType: 'handwritingOcrApi',
		path: '/v3',
		tokenField: 'apiToken',
		settings: unlimited,
		id: (index) => `"item" + ${index}`,
		idAt: (index) => `item${index}`,
		upload: {
			resource: 'document',
			operation: 'upload',
			documentAction: 'transcribe',
			waitForCompletion: false,
		},
		download: { resource: 'document', operation: 'download', documentId: picked, format: 'txt' },
		get: { resource: 'document', operation: 'get', documentId: picked },
		getPath: '/documents/{{ $json.id }}',
	},
	natifAi: {
		label: 'Natif.ai',
		nodeType: 'natifAi',
		credentialType: 'natifAiApi',
		path: '/natif-ai',
		tokenField: 'apiKey',
		settings: unlimited,
		id: (index) => `"00000000-0000-4000-8000-" + String(${index}).padStart(12, "0")`,
		idAt: (index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
		upload: {
			resource: 'document',
			operation: 'process',
			workflow: { __rl: true, mode: 'id', value: 'ocr' },
			waitForCompletion: false,
		},
		download: { resource: 'result', operation: 'downloadPdf', processingId: '={{ $json.id }}' },
		get: { resource: 'result', operation: 'get', processingId: '={{ $json.id }}' },
		getPath: '/processing/results/{{ $json.id }}',
	},
	ocriva: {
		label: 'Ocriva',
		nodeType: 'ocriva',
		credentialType: 'ocrivaApi',
		path: '/ocriva/v1',
		tokenField: 'apiKey',
		settings: unlimited,
		id: (index) => `"item" + ${index}`,
		idAt: (index) => `item${index}`,
		upload: { resource: 'document', operation: 'upload', waitForCompletion: false },
		download: { resource: 'record', operation: 'export', recordId: picked, format: 'text' },
		get: { resource: 'record', operation: 'get', recordId: picked },
		getPath: '/openapi/processing-history/{{ $json.id }}',
	},
};
