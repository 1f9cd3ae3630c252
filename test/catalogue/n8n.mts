// n8n's own code, from the pinned n8n. Its modules tell no types, so what is used of them is
// written down here.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PackageDirectoryLoader } from 'n8n-core';
import type { INodeTypeDescription } from 'n8n-workflow';
import { n8nDir } from '../../sandbox/launch/paths.mjs';

const require = createRequire(join(n8nDir, 'package.json'));

/** Where a package of the pinned n8n lies. */
export function folderOf(packageName: string): string {
	return join(n8nDir, 'node_modules', packageName);
}

/** A module of the pinned n8n. The caller names the part of it that it uses. */
function load<Module>(name: string): Module {
	return require(name) as Module;
}

interface SearchResult {
	/** With its package, such as `n8n-nodes-base.set`. */
	name: string;
}

interface SearchEngine {
	searchByName(query: string, limit: number): SearchResult[];
}

/** What n8n's own agents look for nodes with. */
export function searchEngine(nodes: INodeTypeDescription[]): SearchEngine {
	const { NodeSearchEngine } = load<{
		NodeSearchEngine: new (nodes: INodeTypeDescription[]) => SearchEngine;
	}>('@n8n/ai-utilities/node-catalog');
	return new NodeSearchEngine(nodes);
}

interface NodeTypesProvider {
	getByName(name: string): unknown;
	getByNameAndVersion(name: string, version?: number): unknown;
	getKnownTypes(): object;
}

export interface Verdict {
	valid: boolean;
	errors: object[];
	warnings: object[];
}

interface WorkflowSdk {
	setSchemaBaseDirs(folders: string[]): void;
	validateWorkflow(
		workflow: unknown,
		options: { strictMode: boolean; nodeTypesProvider: NodeTypesProvider },
	): Verdict;
}

export function workflowSdk(): WorkflowSdk {
	return load<WorkflowSdk>('@n8n/workflow-sdk');
}

interface Generator {
	orchestrateGeneration(order: {
		nodes: INodeTypeDescription[];
		outputDir: string;
	}): Promise<{ nodeCount: number }>;
}

/** Writes what n8n's builder of workflows is told of nodes, into a folder. */
export async function writeDefinitions(
	nodes: INodeTypeDescription[],
	outputDir: string,
): Promise<void> {
	const generator = load<Generator>('@n8n/workflow-sdk/dist/generate-types/generate-types');
	await generator.orchestrateGeneration({ nodes, outputDir });
}

/** The nodes of a package as n8n loads them, which refuses some descriptions. */
export async function loadPackage(folder: string): Promise<INodeTypeDescription[]> {
	load<object>('reflect-metadata');
	const core = load<{ PackageDirectoryLoader: typeof PackageDirectoryLoader }>('n8n-core');
	const loader = new core.PackageDirectoryLoader(folder);
	await loader.loadAll();
	return named(loader.packageName, loader.types.nodes);
}

/** As n8n names the nodes of a package. */
export function named(
	packageName: string,
	nodes: readonly INodeTypeDescription[],
): INodeTypeDescription[] {
	return nodes.map((node) => ({ ...node, name: `${packageName}.${node.name}` }));
}

interface ToolGeneration {
	convertNodeToAiTool(node: { description: INodeTypeDescription }): {
		description: INodeTypeDescription;
	};
	convertNodeToHitlTool: ToolGeneration['convertNodeToAiTool'];
}

/** A node as a tool of an agent, which n8n makes of it when a workflow names one. */
export function asTool(node: INodeTypeDescription, isForPeople: boolean): INodeTypeDescription {
	const tools = load<ToolGeneration>('n8n/dist/tool-generation');
	const description = structuredClone(node);
	return isForPeople
		? tools.convertNodeToHitlTool({ description }).description
		: tools.convertNodeToAiTool({ description }).description;
}
