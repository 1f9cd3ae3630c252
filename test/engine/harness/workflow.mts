import { randomUUID } from 'node:crypto';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeCredentials,
	INodeType,
	Workflow,
} from 'n8n-workflow';
import { INPUT_TYPE } from './helperNodes.mts';
import { n8n } from './n8n.mts';
import type { NodeTypes } from './nodeTypes.mts';
import type { CredentialValues, NodeSpec, WorkflowSpec } from './types.mts';

/** What n8n would have stored for a spec: complete nodes with ids, and connections. */
export type StoredWorkflow = {
	id: string;
	nodes: INode[];
	connections: IConnections;
	settings: NonNullable<WorkflowSpec['settings']>;
	startNode: INode;
	/** The last node of a chain; undefined when the spec has its own connections. */
	lastNode?: INode;
};

export function storeWorkflow(spec: WorkflowSpec, nodeTypes: NodeTypes): StoredWorkflow {
	const given = 'nodes' in spec ? spec.nodes : [nodeOf(spec)];
	const nodes = given.map((node) => completeNode(node, nodeTypes, spec.credentials ?? {}));
	const connections = structuredClone(('nodes' in spec && spec.connections) || chain(nodes));
	const first = firstNode(nodes, connections);
	const settings = { executionOrder: 'v1' as const, ...spec.settings };
	const id = randomUUID();
	const lastNode = 'nodes' in spec && spec.connections ? undefined : nodes.at(-1);
	if (isTrigger(nodeTypes.getByNameAndVersion(first.type, first.typeVersion))) {
		return { id, nodes, connections, settings, startNode: first, lastNode };
	}
	const input = completeNode({ type: INPUT_TYPE, name: 'Input' }, nodeTypes, {});
	return {
		id,
		nodes: [input, ...nodes],
		connections: { ...connections, ...chain([input, first]) },
		settings,
		startNode: input,
		lastNode,
	};
}

/** A fresh object as n8n makes one for each execution: parameters get their defaults here. */
export function createWorkflow(
	stored: StoredWorkflow,
	nodeTypes: NodeTypes,
	staticData: IDataObject = {},
): Workflow {
	const { id, nodes, connections, settings } = stored;
	return new n8n.Workflow({
		id,
		name: 'Engine test',
		nodes: structuredClone(nodes),
		connections,
		active: true,
		nodeTypes,
		staticData: structuredClone(staticData),
		settings,
	});
}

function nodeOf(spec: WorkflowSpec & { type: string }): NodeSpec {
	const { credentials: _credentials, settings: _settings, staticData: _staticData, ...node } = spec;
	return { name: 'Node', ...node };
}

function completeNode(spec: NodeSpec, nodeTypes: NodeTypes, values: CredentialValues): INode {
	const type = nodeTypes.fullName(spec.type);
	const { description } = nodeTypes.getByNameAndVersion(type, spec.typeVersion);
	const credentials: INodeCredentials = {};
	for (const { name } of description.credentials ?? []) {
		if (values[name]) credentials[name] = { id: name, name };
	}
	const typeVersion =
		spec.typeVersion ?? description.defaultVersion ?? [description.version].flat().at(-1) ?? 1;
	const id = spec.id ?? randomUUID();
	return {
		position: [0, 0],
		parameters: {},
		webhookId: description.webhooks ? randomUUID() : undefined,
		...spec,
		name: spec.name ?? description.defaults.name ?? type,
		id,
		type,
		typeVersion,
		credentials,
	};
}

function chain(nodes: INode[]): IConnections {
	const pairs = nodes.slice(1).map((to, index) => [nodes[index]?.name ?? '', to.name] as const);
	return Object.fromEntries(
		pairs.map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
	);
}

function firstNode(nodes: INode[], connections: IConnections): INode {
	const targets = new Set(
		Object.values(connections)
			.flatMap(({ main }) => (main ?? []).flatMap((to) => to ?? []))
			.map(({ node }) => node),
	);
	const first = nodes.find(
		({ name, disabled, type }) =>
			!targets.has(name) && !disabled && type !== 'n8n-nodes-base.stickyNote',
	);
	if (!first) throw new Error('The workflow has no node to start from');
	return first;
}

function isTrigger({ description, webhook, poll, trigger }: INodeType): boolean {
	return description.group.includes('trigger') || Boolean(webhook ?? poll ?? trigger);
}
