import { join } from 'node:path';
import {
	errorOf,
	type N8nClient,
	outputOf,
	type BinaryFile,
	type JsonObject,
	type NodeType,
	type WorkflowNode,
} from '../../sandbox/n8n/client.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import { sharedN8n } from '../support/e2e/shared.mts';
import { handwritingOcr } from './operations/handwritingOcr.mts';
import { natifAi } from './operations/natifAi.mts';
import { ocriva } from './operations/ocriva.mts';
import type { Expectation, ServiceCases } from './operations/types.mts';
import { type World, worlds } from './worlds.mts';

const OPERATION = 'Operation';
const LETTER = join(import.meta.dirname, '../../sandbox/samples/letter.png');

const readLetter: WorkflowNode = {
	name: 'Read a file',
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	position: [0, 0],
	parameters: { operation: 'read', fileSelector: LETTER },
};

describe.each(worlds)('$name', (world) => {
	const n8n = sharedN8n(world.name);

	describe('Handwriting OCR', () => runs(n8n, world, handwritingOcr));
	describe('Natif.ai', () => runs(n8n, world, natifAi));
	describe('Ocriva', () => runs(n8n, world, ocriva));
});

/** Declares the tests of a service in one n8n. */
function runs<Account>(n8n: N8nClient, world: World, service: ServiceCases<Account>): void {
	test('these are all of its operations', async () => {
		const type = (await n8n.nodeTypes()).find(({ name }) => name === nodeType(service.type));
		expect(service.cases.map(nameOf).toSorted()).toEqual(operationsOf(type).toSorted());
	});

	test.each(service.cases.map((given) => ({ name: nameOf(given), given })))(
		'$name',
		async ({ name, given: { resource, operation, takesFile, prepare } }) => {
			const { account, credential } = await service.openAccount(n8n);
			const { parameters, items, file } = await prepare(account);
			const node = ocrNode(OPERATION, service.type, credential, {
				resource,
				operation,
				...parameters,
			});
			const workflow = await n8n.createWorkflow(
				flow(name, ...(takesFile ? [readLetter] : []), node),
			);

			const execution = await n8n.runWorkflow(workflow.id, START);

			expect(errorOf(execution)).toBeUndefined();
			const output = outputOf(execution, OPERATION);
			expect(output.map(({ json }) => json)).toEqual(items);
			for (const { binary } of output) await expectFile(n8n, world, binary?.data, file);
		},
	);
}

function nameOf({ resource, operation }: { resource: string; operation: string }): string {
	return `${resource} > ${operation}`;
}

/** The operations that a node's description offers, by their values. */
function operationsOf(type: NodeType | undefined): string[] {
	// n8n adds "Custom API Call" to the resources and operations of every node.
	const offered = (property: JsonObject): string[] =>
		objects(property.options)
			.map(({ value }) => String(value))
			.filter((value) => !value.startsWith('__'));
	const resources = objects(type?.properties).filter(({ name }) => name === 'resource');
	const operations = objects(type?.properties).filter(({ name }) => name === 'operation');
	return resources.flatMap(offered).flatMap((resource) =>
		operations
			.filter(({ displayOptions }) => JSON.stringify(displayOptions).includes(`"${resource}"`))
			.flatMap(offered)
			.map((operation) => nameOf({ resource, operation })),
	);
}

function objects(value: unknown): JsonObject[] {
	return Array.isArray(value)
		? value.filter((entry): entry is JsonObject => typeof entry === 'object' && entry !== null)
		: [];
}

/** That the file is what was expected, and lies where the binary mode says. */
async function expectFile(
	n8n: N8nClient,
	{ binaryDataMode }: World,
	file: BinaryFile | undefined,
	expected: Expectation['file'],
): Promise<void> {
	if (expected === undefined || file === undefined) {
		expect(file).toBe(expected);
		return;
	}
	const { content, ...names } = expected;
	expect(file).toMatchObject(names);
	const stored = file.id?.split(':')[0];
	expect(stored).toBe(binaryDataMode === 'filesystem' ? 'filesystem-v2' : undefined);
	expect(Buffer.from(await n8n.downloadBinary(file)).toString('latin1')).toContain(content);
}
