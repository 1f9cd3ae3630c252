import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import type { CredentialsHelper } from './credentials.mts';
import { core } from './n8n.mts';
import type { Runtime } from './run.mts';
import type { StoredWorkflow } from './workflow.mts';
import { createWorkflow } from './workflow.mts';

/** Calls of the editor while a node is being filled in. */
export type Lookup = {
	runtime: Runtime;
	stored: StoredWorkflow;
	credentialsHelper: CredentialsHelper;
	method: string;
};

export async function listSearch(
	lookup: Lookup,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { nodeType, context } = prepare(lookup);
	const search = nodeType.methods?.listSearch?.[lookup.method];
	if (!search)
		throw new Error(`${nodeType.description.name} has no listSearch method ${lookup.method}`);
	return await search.call(context, filter, paginationToken);
}

export async function loadOptions(lookup: Lookup): Promise<INodePropertyOptions[]> {
	const { nodeType, context } = prepare(lookup);
	const load = nodeType.methods?.loadOptions?.[lookup.method];
	if (!load)
		throw new Error(`${nodeType.description.name} has no loadOptions method ${lookup.method}`);
	return await load.call(context);
}

function prepare({ runtime, stored, credentialsHelper }: Lookup) {
	const name = stored.lastNode?.name ?? stored.startNode.name;
	const workflow = createWorkflow(stored, runtime.nodeTypes);
	const node = workflow.getNode(name);
	if (!node) throw new Error(`The workflow has no node ${name}`);
	const additionalData = {
		...createAdditionalData({ ...runtime, stored, credentialsHelper, mode: 'internal' }),
		currentNodeParameters: node.parameters,
	};
	const context = new core.LoadOptionsContext(workflow, node, additionalData, '');
	return { nodeType: runtime.nodeTypes.getByNameAndVersion(node.type, node.typeVersion), context };
}
