import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';
import type { Labels } from './condition.mts';
import { parameterTables } from './parameters.mts';
import { table } from './table.mts';

const OPENING = `# Operations and options

What stands here is written by \`npm run docs\` from the nodes themselves, in the words of the editor; a test fails when it is stale. *Label* is what the
editor shows, *parameter* is the name in a workflow's JSON. An option that is not added is off; *default* is then the value it starts with.`;

/** The page \`docs/operations.md\`, from the compiled nodes of all packages. */
export function operationsPage(): string {
	const nodes = publishedPackages.flatMap(({ name, folder, files }) =>
		files.map((file) => ({ package: name, description: descriptionOf(join(folder, file)) })),
	);
	const contents = nodes.map(({ description: { displayName } }) => {
		const anchor = displayName.toLowerCase().replaceAll('.', '').replaceAll(' ', '-');
		return `[${displayName}](#${anchor})`;
	});
	const sections = nodes.map((node) => section(node.package, node.description));
	return [OPENING, contents.join(' · '), ...sections].join('\n\n') + '\n';
}

/** The one class that a file of a node exports, asked for its description. */
function descriptionOf(file: string): INodeTypeDescription {
	const exported: unknown = createRequire(import.meta.url)(file);
	const classes = Object.values(Object(exported)).filter(
		(value): value is new () => INodeType => typeof value === 'function',
	);
	const [NodeClass] = classes;
	if (NodeClass === undefined) throw new Error(`${file} exports no node`);
	return new NodeClass().description;
}

function section(packageName: string, description: INodeTypeDescription): string {
	const { displayName, properties } = description;
	const labels: Labels = {
		operations: new Map(operationsOf(properties).map(({ key, label }) => [key, label])),
		parameters: parameterLabels(properties),
	};
	return [
		`## ${displayName}`,
		`${(description.description ?? '').replace(/\.?$/, '.')} Package \`${packageName}\`.`,
		...(labels.operations.size > 0 ? [operationTable(properties)] : []),
		parameterTables(properties, labels),
	].join('\n\n');
}

type NamedOperation = { key: string; label: string; description: string };

function operationTable(properties: INodeProperties[]): string {
	return table(
		['operation', 'what it does'],
		operationsOf(properties).map(({ label, description }) => [
			`**${label}**`,
			`${description.replace(/\.$/, '')}.`,
		]),
	);
}

/** The operations in the order of the editor, such as `Document > Upload`. */
function operationsOf(properties: INodeProperties[]): NamedOperation[] {
	const resources = choicesOf(properties.find(({ name }) => name === 'resource'));
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) => {
			const [resource] = property.displayOptions?.show?.resource ?? [];
			const label = resources.find(({ value }) => value === resource)?.name ?? '';
			return choicesOf(property).map(({ name, value, description = '' }) => ({
				key: `${String(resource)}.${String(value)}`,
				label: `${label} > ${name}`,
				description,
			}));
		});
}

function parameterLabels(properties: INodeProperties[]): Labels['parameters'] {
	return new Map(
		properties.map((property) => [
			property.name,
			{
				label: property.displayName,
				values: new Map(choicesOf(property).map(({ name, value }) => [String(value), name])),
			},
		]),
	);
}

function choicesOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []).filter(
		(option): option is INodePropertyOptions => 'value' in option,
	);
}
