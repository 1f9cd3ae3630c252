import type { Workflow, WorkflowNode } from '../../sandbox/n8n/client.mts';
import { services } from './services.mts';
import type { Account } from './world.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';

/** The name of the node that each flow starts with. */
export const START = 'Start';

/**
 * A node to be put into a flow. `to`: names of the nodes behind it, by output; left out: the next
 * one in the list.
 */
export type Step = Pick<WorkflowNode, 'name' | 'type' | 'parameters'> &
	Partial<WorkflowNode> & { to?: string[][] };

/**
 * A workflow that runs from a manual trigger through these steps. n8n keeps the data of its runs
 * once, at the end, and nothing while it runs (both are n8n's defaults, set here so that no
 * environment changes them).
 */
export function flow(name: string, steps: Step[]): Workflow {
	const start: Step = { name: START, type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const all = [start, ...steps];
	const nodes = all.map(
		({ to: _, ...step }, index): WorkflowNode => ({
			typeVersion: 1,
			position: [index * 220, 0],
			...step,
		}),
	);
	const connections = all.map(({ name: from, to }, index) => {
		const next = all[index + 1];
		const outputs = to ?? (next === undefined ? [] : [[next.name]]);
		return [
			from,
			{ main: outputs.map((targets) => targets.map((node) => ({ node, type: 'main', index: 0 }))) },
		];
	});
	return {
		name,
		nodes,
		connections: Object.fromEntries(connections),
		settings: {
			executionOrder: 'v1',
			saveManualExecutions: true,
			saveDataSuccessExecution: 'all',
			saveExecutionProgress: false,
		},
	};
}

/** Reads files from disk into n8n's store, an item each. */
export function readFiles(selector: string): Step {
	return {
		name: 'Files',
		type: 'n8n-nodes-base.readWriteFile',
		parameters: { operation: 'read', fileSelector: selector, options: {} },
	};
}

/** This package's node for Handwriting OCR. */
export function ocrNode(name: string, account: Account, parameters: Step['parameters']): Step {
	return serviceNode(name, account, { resource: 'document', ...parameters });
}

/** This package's node for the account's service. */
export function serviceNode(
	name: string,
	{ service, credential, projectId }: Account,
	parameters: Step['parameters'],
): Step {
	const { nodeType: node, credentialType } = services[service];
	const project =
		projectId === undefined ? {} : { projectId: { __rl: true, mode: 'id', value: projectId } };
	return {
		name,
		type: nodeType(node),
		parameters: { ...project, ...parameters },
		credentials: { [credentialType]: credential },
	};
}

/** n8n's own node "HTTP Request" with the same credential. */
export function httpNode(
	name: string,
	{ service, credential }: Account,
	parameters: Step['parameters'],
): Step {
	const { credentialType } = services[service];
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
			options: {},
			...parameters,
		},
		credentials: { [credentialType]: credential },
	};
}

/** Uploads the file of each item as a multipart form, all items at once, as the node does. */
export function httpUpload(name: string, account: Account): Step {
	return httpNode(name, account, {
		method: 'POST',
		url: `${account.api}/documents`,
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				{ parameterType: 'formData', name: 'action', value: 'transcribe' },
				{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
			],
		},
	});
}

/**
 * Gives an item with `id` for each of the account's seeded documents, without a file or a request.
 */
export function itemsWithIds({ service }: Account, count: number): Step[] {
	const ids = `={{ { "id": Array.from({ length: ${count} }, (_, index) => ${services[service].id('index')}) } }}`;
	return [
		{
			name: 'IDs',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: ids, options: {} },
		},
		{
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'id', options: {} },
		},
	];
}
