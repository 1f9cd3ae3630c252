import { fitExample, readExamples } from '../../sandbox/n8n/examples.mts';
import type {
	JsonObject,
	StoredCredential,
	StoredWorkflow,
	Workflow,
	WorkflowNode,
} from '../../sandbox/n8n/client.mts';
import type { World } from './world.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';

export const START: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Gives one item with files that are no documents: an empty one, a text, and a broken photo. */
export const FILES: WorkflowNode = {
	name: 'Files',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	position: [240, 0],
	parameters: {
		jsCode: `return [{
	json: {},
	binary: {
		empty: { fileName: 'empty.pdf', mimeType: 'application/pdf', data: '' },
		notes: { fileName: 'notes.txt', mimeType: 'text/plain', data: 'TWlsaywgYnJlYWQ=' },
		photo: { fileName: 'photo.png', mimeType: 'image/png', data: 'iVBORw0KGgo=' },
	},
}];`,
	},
};

/** An example as `npm start` imports it. @param name of its file without `.json` */
export async function exampleFlow(
	{ n8n, sandboxUrl, credential, natifAi, ocriva }: World,
	name: string,
): Promise<StoredWorkflow> {
	const example = (await readExamples()).get(name);
	if (example === undefined) throw new Error(`workflows/${name}.json is not there`);
	return await n8n.createWorkflow(
		fitExample(example, { sandbox: sandboxUrl, n8n: n8n.session.url }, [
			credential,
			natifAi,
			ocriva,
		]),
	);
}

/** One file read by each service, in nodes one below the other. */
export async function servicesFlow(world: World, sample: string): Promise<StoredWorkflow> {
	const input = { inputSource: 'url', documentUrl: `${world.sandboxUrl}/samples/${sample}` };
	const nodes = [
		{
			name: 'Handwriting OCR',
			type: 'handwritingOcr',
			parameters: { operation: 'upload' },
			credential: world.credential,
		},
		{
			name: 'Natif.ai',
			type: 'natifAi',
			parameters: {
				operation: 'process',
				workflow: { __rl: true, mode: 'list', value: 'ocr', cachedResultName: 'OCR' },
			},
			credential: world.natifAi,
		},
		{
			name: 'Ocriva',
			type: 'ocriva',
			parameters: { operation: 'upload' },
			credential: world.ocriva,
		},
	].map(({ name, type, parameters, credential }, index) => ({
		name,
		type: nodeType(type),
		typeVersion: 1,
		position: [260, 160 * (index - 1)] as [number, number],
		parameters: { resource: 'document', ...parameters, ...input },
		credentials: named(credential),
	}));
	const after = {
		name: 'The same next node',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [520, 0] as [number, number],
		parameters: {
			assignments: {
				assignments: [{ id: 'a', name: 'text', value: '={{ $json.text }}', type: 'string' }],
			},
			options: {},
		},
	};
	const to = (...names: string[]) => ({
		main: [names.map((node) => ({ node, type: 'main', index: 0 }))],
	});
	return await world.n8n.createWorkflow({
		...flow('Three services, one shape', [START, ...nodes, after]),
		connections: {
			Start: to(...nodes.map(({ name }) => name)),
			...Object.fromEntries(nodes.map(({ name }) => [name, to(after.name)])),
		},
	});
}

/** A start, and the node "Handwriting OCR" that uploads a sample. */
export async function uploadFlow(
	world: World,
	name: string,
	sample: string,
	parameters: JsonObject,
	credential = world.credential,
): Promise<StoredWorkflow> {
	const upload = {
		resource: 'document',
		operation: 'upload',
		inputSource: 'url',
		documentUrl: `${world.sandboxUrl}/samples/${sample}`,
		...parameters,
	};
	return await world.n8n.createWorkflow({
		...flow(name, [
			START,
			{
				name: 'Handwriting OCR',
				type: nodeType('handwritingOcr'),
				typeVersion: 1,
				position: [240, 0],
				parameters: upload,
				credentials: named(credential),
			},
		]),
		connections: { Start: { main: [[{ node: 'Handwriting OCR', type: 'main', index: 0 }]] } },
	});
}

/** A node of ours beside others. */
export type Cell = {
	name: string;
	/** The last part of its type. */
	type: string;
	parameters: JsonObject;
	credential: StoredCredential;
	/** The node that it follows; left out: the start. */
	after?: string;
	onError?: string;
};

/** Nodes in rows of five, behind a start and a node that gives an item with files. */
export async function gridFlow(
	{ n8n }: Pick<World, 'n8n'>,
	name: string,
	cells: Cell[],
): Promise<StoredWorkflow> {
	const nodes = cells.map(
		({ name, type, parameters, credential, onError }, index): WorkflowNode => ({
			name,
			...(onError === undefined ? {} : { onError }),
			type: nodeType(type),
			typeVersion: 1,
			position: [240 * ((index % 5) + 2), 200 * Math.floor(index / 5)],
			parameters,
			credentials: named(credential),
		}),
	);
	const followers = (node: string) => ({
		main: [
			cells
				.filter(({ after = START.name }) => after === node)
				.map((cell) => ({ node: cell.name, type: 'main', index: 0 })),
		],
	});
	const connections = Object.fromEntries(
		[START, FILES, ...nodes].map(({ name }) => [name, followers(name)]),
	);
	connections[START.name]?.main[0]?.push({ node: FILES.name, type: 'main', index: 0 });
	return await n8n.createWorkflow({ ...flow(name, [START, FILES, ...nodes]), connections });
}

/** The webhook trigger alone. */
export async function triggerFlow({ n8n, credential }: World): Promise<StoredWorkflow> {
	const type = nodeType('handwritingOcrTrigger');
	const webhookId = '5d0e6c1a-2f0b-4c0d-8a55-3a1f6b2c7d90';
	return await n8n.createWorkflow(
		flow('On every document', [
			{
				name: 'Handwriting OCR Trigger',
				type,
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				webhookId,
				credentials: named(credential),
			},
		]),
	);
}

function flow(name: string, nodes: Workflow['nodes']): Workflow {
	return { name, nodes, connections: {}, settings: { executionOrder: 'v1' } };
}

function named({ id, name, type }: StoredCredential): Record<string, { id: string; name: string }> {
	return { [type]: { id, name } };
}
