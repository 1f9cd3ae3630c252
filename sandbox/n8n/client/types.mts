import { textOf, type JsonObject } from './session.mts';

/** The account that owns the local n8n. */
export type Owner = { email: string; password: string; firstName: string; lastName: string };

export type Credential = { name: string; type: string; data: JsonObject };
export type StoredCredential = { id: string; name: string; type: string };
export type CredentialTest = { status: 'OK' | 'Error'; message: string };

export type WorkflowNode = {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, { id?: string | null; name: string }>;
	webhookId?: string;
	[setting: string]: unknown;
};

/** A workflow as n8n exports it. */
export type Workflow = {
	name: string;
	nodes: WorkflowNode[];
	connections: JsonObject;
	settings?: JsonObject;
	pinData?: JsonObject;
	[setting: string]: unknown;
};

export type StoredWorkflow = { id: string; name: string; active: boolean; versionId: string };

/** A node type's description; `name` carries the package's name in front. */
export type NodeType = {
	name: string;
	displayName: string;
	version: number | number[];
	properties: JsonObject[];
	iconUrl?: string | { light: string; dark: string };
	codex?: JsonObject;
	[key: string]: unknown;
};

export type ListQuestion = {
	nodeType: string;
	typeVersion?: number;
	/** the list's method, as in `typeOptions.searchListMethod` */
	method: string;
	/** the parameter's path, e.g. `parameters.documentId` */
	path: string;
	parameters?: JsonObject;
	credentials?: Record<string, { id: string; name: string }>;
	filter?: string;
	paginationToken?: string;
};

export type ListAnswer = {
	results: { name: string; value: string | number; url?: string }[];
	paginationToken?: unknown;
};

/** A stored credential from n8n's answer. */
export function toCredential(answer: JsonObject): StoredCredential {
	return { id: textOf(answer, 'id'), name: textOf(answer, 'name'), type: textOf(answer, 'type') };
}

/** A stored workflow from n8n's answer. */
export function toWorkflow(answer: JsonObject): StoredWorkflow {
	return {
		id: textOf(answer, 'id'),
		name: textOf(answer, 'name'),
		active: answer.active === true,
		versionId: textOf(answer, 'versionId'),
	};
}
