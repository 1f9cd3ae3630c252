import { sandboxClient, type FaultInput } from '../../../sandbox/client.mts';
import type { N8nClient, StoredCredential, WorkflowNode } from '../../../sandbox/n8n/client.mts';
import { ocrNode } from '../e2e/flow.mts';
import {
	newCredential,
	newNatifAiCredential,
	newOcrivaCredential,
	sharedSandbox,
} from '../e2e/shared.mts';

/** The argument that the model fills in. */
export const URL_ARGUMENT = 'Document_URL';

/** An account of a service as the tests of tools see it. */
export type ToolAccount = {
	token: string;
	credential: StoredCredential;
	/** What has been sent to the service, oldest first. */
	documents: () => Promise<Array<{ id: string; fileName: string }>>;
	/** From now on no document gets finished by itself. */
	hold: () => Promise<void>;
	/** Finishes the document of this number, from 1. */
	finish: (number?: number) => Promise<void>;
	/** The next upload is answered with this status, and nothing is paid. */
	refuse: (status: number) => Promise<void>;
	/** No upload is answered any more, although each is served. */
	lose: () => Promise<void>;
};

/** A service whose node is used as a tool, with what differs between the services. */
export type ToolService = {
	name: string;
	/** The last part of the node's type. */
	type: string;
	open: (n8n: N8nClient) => Promise<ToolAccount>;
	/** Parameters of the operation that uploads, without a place to take the file from. */
	upload: WorkflowNode['parameters'];
	/** Makes the same operation read something else from the document; left out: it cannot. */
	other?: WorkflowNode['parameters'];
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** All services, for `describe.each`. */
export const toolServices: [ToolService, ToolService, ToolService] = [
	{
		name: 'Handwriting OCR',
		type: 'handwritingOcr',
		upload: { resource: 'document', operation: 'upload' },
		other: { documentAction: 'tables' },
		open: async (n8n) => {
			const { account, credential } = await newCredential(n8n);
			return accountOf({
				token: account.token,
				route: 'upload',
				credential,
				control: sharedSandbox(),
			});
		},
	},
	{
		name: 'Natif.ai',
		type: 'natifAi',
		upload: { resource: 'document', operation: 'process', workflow: byId('ocr') },
		other: { workflow: byId('ocr_with_handwriting') },
		open: async (n8n) => {
			const { account, credential } = await newNatifAiCredential(n8n);
			return accountOf({
				token: account.token,
				route: 'process',
				credential,
				control: sandboxClient(sharedSandbox().url, 'natifAi'),
			});
		},
	},
	{
		name: 'Ocriva',
		type: 'ocriva',
		upload: { resource: 'document', operation: 'upload' },
		open: async (n8n) => {
			const { account, credential } = await newOcrivaCredential(n8n);
			return accountOf({
				token: account.token,
				key: account.projects[0]?.token ?? '',
				route: 'upload',
				credential,
				control: sandboxClient(sharedSandbox().url, 'ocriva'),
			});
		},
	},
];

/** What of the sandbox's control API is the same for all services. */
type Control = {
	documents: (token: string) => Promise<Array<{ id: string; fileName: string }>>;
	updateAccount: (
		token: string,
		change: { settings: { processing: 'manual' } },
	) => Promise<unknown>;
	finishDocument: (token: string, input: { id: string }) => Promise<unknown>;
	addFault: (fault: FaultInput) => Promise<unknown>;
};

type Opened = {
	token: string;
	/** What the credential sends, where that is not the account's token. */
	key?: string;
	/** Of the upload, as faults name it. */
	route: string;
	credential: StoredCredential;
	control: Control;
};

function accountOf({ token, key = token, route, credential, control }: Opened): ToolAccount {
	const documents = async () => await control.documents(token);
	return {
		token,
		credential,
		documents,
		hold: async () => {
			await control.updateAccount(token, { settings: { processing: 'manual' } });
		},
		finish: async (number = 1) => {
			const document = (await documents())[number - 1];
			if (!document) throw new Error(`There is no document ${number} at the service`);
			await control.finishDocument(token, { id: document.id });
		},
		refuse: async (status) => {
			await control.addFault({ token: key, route, status });
		},
		lose: async () => {
			await control.addFault({ token: key, route, reset: 'after', times: null });
		},
	};
}

export type ToolSettings = {
	/** Node name; tools are called by it, with `_` for blanks. */
	name?: string;
	parameters?: WorkflowNode['parameters'];
	/** Entries of *Options*. */
	options?: Record<string, unknown>;
	/** Settings of the node, such as *Retry On Fail*. */
	settings?: Record<string, unknown>;
};

/** The name under which a tool of `uploadTool` is called. */
export const READ = 'Read_document';

/**
 * The node as a tool that reads the document behind a URL, which the model gives. Input Source is
 * not stored, as in a node that nobody has changed.
 */
export function uploadTool(
	service: ToolService,
	{ credential }: Pick<ToolAccount, 'credential'>,
	{ name = 'Read document', parameters = {}, options = {}, settings = {} }: ToolSettings = {},
): WorkflowNode {
	const node = ocrNode(name, service.type, credential, {
		...service.upload,
		documentUrl: `={{ $fromAI('${URL_ARGUMENT}', 'The address of the document', 'string') }}`,
		options: { allowPrivateAddresses: true, ...options },
		...parameters,
	});
	return { ...node, type: `${node.type}Tool`, ...settings };
}
