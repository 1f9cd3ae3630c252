import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';

import { actionNodes, choicesOf, triggers } from './nodes.mts';

const root = join(import.meta.dirname, '../..');

const FOLDERS: Record<string, string> = {
	'Handwriting OCR': 'nodes/HandwritingOcr',
	'Natif.ai': 'packages/natif-ai/nodes/NatifAi',
	Ocriva: 'packages/ocriva/nodes/Ocriva',
};

/** Where the schemas of a node lie; those of a trigger beside those of its service's node. */
function schemasOf({ description }: INodeType): string {
	const service = description.displayName.replace(/( Polling)? Trigger$/, '');
	return join(root, FOLDERS[service] ?? '', '__schema__');
}

/** The operations of a node, such as `document/upload`. */
function operationsOf({ description }: INodeType): string[] {
	return description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) =>
			choicesOf(property).map(
				({ value }) =>
					`${String(property.displayOptions?.show?.resource?.[0])}/${String(value)}.json`,
			),
		);
}

const KEYS = [
	'id',
	'fileName',
	'text',
	'pageCount',
	'fields',
	'records',
	'tables',
	'action',
	'status',
	'service',
];

function keysOf(file: string): string[] {
	return Object.keys(JSON.parse(readFileSync(file, 'utf8')).properties);
}

describe('schemas of outputs, which the editor shows before the first run', () => {
	test.each(actionNodes.map((node) => [node.description.displayName, node] as const))(
		'%s has one for each operation',
		(_name, node) => {
			const folder = join(schemasOf(node), 'v1.0.0');
			const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
			expect(files.filter((file) => file.endsWith('.json')).toSorted()).toEqual(
				operationsOf(node).toSorted(),
			);
		},
	);

	test.each(triggers.map((node) => [node.description.displayName, node] as const))(
		'%s has one for each version, which begins with the ten fields',
		(_name, node) => {
			for (const version of [node.description.version].flat())
				expect(keysOf(join(schemasOf(node), `v${version}.0.0.json`)).slice(0, 10)).toEqual(KEYS);
		},
	);

	test.each([
		'nodes/HandwritingOcr/__schema__/v1.0.0/document/upload.json',
		'packages/natif-ai/nodes/NatifAi/__schema__/v1.0.0/document/process.json',
		'packages/ocriva/nodes/Ocriva/__schema__/v1.0.0/document/upload.json',
	])('%s has the ten fields in the order of the table view', (file) => {
		expect(keysOf(join(root, file))).toEqual(KEYS);
	});
});
