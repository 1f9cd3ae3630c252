import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';
import { assertSameN8nWorkflow, core, n8n } from './n8n.mts';
import { helperNodes } from './helperNodes.mts';

/** What n8n adds to the name of a node that is used as a tool. */
const TOOL = /Tool$/;

/** The node and credential types of the packages under test, and the harness's few helper nodes. */
export class NodeTypes implements INodeTypes {
	private readonly loaders: ReadonlyMap<string, PackageDirectoryLoader>;

	private constructor(loaders: PackageDirectoryLoader[]) {
		this.loaders = new Map(loaders.map((loader) => [loader.packageName, loader]));
	}

	/** @param directories each holds package.json and the files it names, as in a published package */
	static async load(directories: string[]): Promise<NodeTypes> {
		return new NodeTypes(await Promise.all(directories.map(loadPackage)));
	}

	/** `handwritingOcr` becomes `n8n-nodes-handwriting-ocr.handwritingOcr`; full names stay. */
	fullName(type: string): string {
		if (type.includes('.')) return type;
		const name = type.replace(TOOL, '');
		const owner = [...this.loaders].find(([, loader]) => name in loader.known.nodes);
		return owner ? `${owner[0]}.${type}` : type;
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		const helper = helperNodes[type];
		if (helper) return helper;
		const [packageName = '', name = ''] = this.fullName(type).split('.');
		const loader = this.loaders.get(packageName);
		if (!loader) throw new Error(`The engine tests do not know the node type ${type}`);
		return TOOL.test(name)
			? asTool(loader.getNode(name.replace(TOOL, '')).type)
			: loader.getNode(name).type;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return n8n.NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): PackageDirectoryLoader['known']['nodes'] {
		return Object.assign({}, ...[...this.loaders.values()].map(({ known }) => known.nodes));
	}

	getCredential(type: string): ICredentialType {
		const loader = [...this.loaders.values()].find(({ known }) => type in known.credentials);
		if (!loader) throw new Error(`The engine tests do not know the credential type ${type}`);
		return loader.getCredential(type).type;
	}
}

/**
 * The type under which n8n offers a node to agents, as far as the node can tell. Inputs and outputs
 * stay: AI Agent 3 has the engine run a tool like any node.
 */
function asTool(type: INodeType | IVersionedNodeType): INodeType {
	const node = n8n.NodeHelpers.getVersionedNodeType(type);
	const { description } = node;
	return Object.create(node, {
		description: { value: { ...description, name: `${description.name}Tool` } },
	});
}

async function loadPackage(directory: string): Promise<PackageDirectoryLoader> {
	assertSameN8nWorkflow(directory);
	const loader = new core.PackageDirectoryLoader(directory);
	const { nodes = [] } = loader.packageJson.n8n ?? {};
	const missing = nodes.filter((file) => !existsSync(join(directory, file)));
	if (missing.length > 0)
		throw new Error(`Run "npm run build" first; missing: ${missing.join(', ')}`);
	await loader.loadAll();
	return loader;
}
