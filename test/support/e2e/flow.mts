import type { StoredCredential, Workflow, WorkflowNode } from '../../../sandbox/n8n/client.mts';
import { nodeType } from '../../../sandbox/launch/packages.mjs';

/** The name of the trigger that `flow` puts in front. */
export const START = 'Start';

/** A node of ours, by the last part of its type. */
export function ocrNode(
	name: string,
	type: string,
	credential: StoredCredential,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	return {
		name,
		type: nodeType(type),
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
}

/**
 * A workflow whose nodes follow one another, from a manual trigger unless the first is a trigger
 * itself.
 */
export function flow(name: string, ...nodes: WorkflowNode[]): Workflow {
	const manual: WorkflowNode = {
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const line = nodes[0]?.type.endsWith('Trigger') === true ? nodes : [manual, ...nodes];
	const links = line
		.slice(0, -1)
		.map((node, index) => [
			node.name,
			{ main: [[{ node: line[index + 1]?.name, type: 'main', index: 0 }]] },
		]);
	return {
		name,
		nodes: line.map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [220 * index, 0],
		})),
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	};
}
