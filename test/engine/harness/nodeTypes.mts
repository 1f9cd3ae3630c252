import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';
import { assertSameN8nWorkflow, core, n8n } from './n8n.mts';
import { helperNodes } from './helperNodes.mts';

/** The node and credential types of the package under test, and the harness's few helper nodes. */
export class NodeTypes implements INodeTypes {
	readonly packageName: string;

	private readonly loader: PackageDirectoryLoader;

	private constructor(loader: PackageDirectoryLoader) {
		this.loader = loader;
		this.packageName = loader.packageName;
	}

	/** @param directory holds package.json and the files it names, as in the published package */
	static async load(directory: string): Promise<NodeTypes> {
		assertSameN8nWorkflow(directory);
		const loader = new core.PackageDirectoryLoader(directory);
		const { nodes = [] } = loader.packageJson.n8n ?? {};
		const missing = nodes.filter((file) => !existsSync(join(directory, file)));
		if (missing.length > 0)
			throw new Error(`Run "npm run build" first; missing: ${missing.join(', ')}`);
		await loader.loadAll();
		return new NodeTypes(loader);
	}

	/** `handwritingOcr` becomes `n8n-nodes-handwriting-ocr.handwritingOcr`; full names stay. */
	fullName(type: string): string {
		return type.includes('.') ? type : `${this.packageName}.${type}`;
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		const helper = helperNodes[type];
		if (helper) return helper;
		const [packageName, name = ''] = this.fullName(type).split('.');
		if (packageName !== this.packageName)
			throw new Error(`The engine tests do not know the node type ${type}`);
		return this.loader.getNode(name).type;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return n8n.NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): PackageDirectoryLoader['known']['nodes'] {
		return this.loader.known.nodes;
	}

	getCredential(type: string): ICredentialType {
		return this.loader.getCredential(type).type;
	}
}
