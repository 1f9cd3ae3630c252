// Asks the pinned n8n in a process of its own, as Jest cannot load n8n's modules, and prints the
// answers as JSON. The argument is a folder for what n8n writes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';
import { root } from '../../sandbox/launch/paths.mjs';
import {
	asTool,
	folderOf,
	loadPackage,
	named,
	searchEngine,
	workflowSdk,
	writeDefinitions,
} from './n8n.mts';
import type { Answers } from './answers.mts';
import type { Verdict } from './n8n.mts';

const [definitions = ''] = process.argv.slice(2);
const BUILT_IN = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

const builtIn = BUILT_IN.flatMap((name) => named(name, readNodes(folderOf(name))));
const ours = await Promise.all(
	publishedPackages.map(async ({ folder }) => await loadPackage(folder)),
);
// n8n loads its own packages first, which decides between equals.
const catalogue = [...builtIn, ...ours.flat()];

await writeDefinitions(ours.flat(), definitions);
const sdk = workflowSdk();
sdk.setSchemaBaseDirs([
	definitions,
	...BUILT_IN.map((name) => join(folderOf(name), 'dist/node-definitions')),
]);
const examples = join(root, 'workflows');
const letter = readText(join(examples, 'read-a-letter.json'));
const answers: Answers = {
	names: catalogue.map(({ name }) => name),
	found: foundFor(
		readText(join(import.meta.dirname, 'queries.txt'))
			.trim()
			.split('\n'),
	),
	verdicts: readdirSync(examples)
		.filter((file) => file.endsWith('.json'))
		.map((file) => [file, verdictOn(readText(join(examples, file)))]),
	broken: verdictOn(letter.replace('"transcribe"', '"guess"')),
	related: ours
		.flat()
		.flatMap(({ builderHint }) => builderHint?.relatedNodes ?? [])
		.map(({ nodeType }) => nodeType),
};
process.stdout.write(JSON.stringify(answers));

function readText(file: string): string {
	return readFileSync(file, 'utf8');
}

/** n8n's build writes this file from the descriptions of its nodes. */
function readNodes(folder: string): INodeTypeDescription[] {
	return JSON.parse(readText(join(folder, 'dist/types/nodes.json')));
}

function foundFor(queries: string[]): Answers['found'] {
	const engine = searchEngine(catalogue);
	return queries.map((query) => [query, engine.searchByName(query, 5).map(({ name }) => name)]);
}

function verdictOn(workflow: string): Verdict {
	const nodeTypesProvider = { getByName, getByNameAndVersion, getKnownTypes: () => ({}) };
	return sdk.validateWorkflow(JSON.parse(workflow), { strictMode: true, nodeTypesProvider });
}

function getByName(name: string) {
	return getByNameAndVersion(name);
}

function getByNameAndVersion(name: string, version?: number) {
	const description = find(name, version) ?? findTool(name, version);
	if (!description) throw new Error(`n8n has no node ${name} of version ${version}`);
	return { description };
}

function find(name: string, version?: number): INodeTypeDescription | undefined {
	return catalogue.find(
		(node) =>
			node.name === name && (version === undefined || [node.version].flat().includes(version)),
	);
}

/** Tools are in no list: a `HitlTool` asks a person first. */
function findTool(name: string, version?: number): INodeTypeDescription | undefined {
	const isForPeople = name.endsWith('HitlTool');
	const node = find(name.replace(/(Hitl)?Tool$/, ''), version);
	return node && asTool(node, isForPeople);
}
