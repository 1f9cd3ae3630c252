import { fitExample, readExamples } from '../../sandbox/n8n/examples.mts';
import type { JsonObject, StoredCredential, StoredWorkflow, Workflow } from '../../sandbox/n8n/client.mts';
import type { World } from './world.mts';

const PACKAGE = 'n8n-nodes-handwriting-ocr';

/** The example "Read a letter", as `npm start` imports it. */
export async function letterFlow({ n8n, sandboxUrl, credential }: World): Promise<StoredWorkflow> {
	const example = (await readExamples()).get('read-a-letter');
	if (example === undefined) throw new Error('workflows/read-a-letter.json is not there');
	return await n8n.createWorkflow(fitExample(example, { sandbox: sandboxUrl, n8n: n8n.session.url }, [credential]));
}

/** A start, and the node "Handwriting OCR" that uploads a sample. */
export async function uploadFlow(world: World, name: string, sample: string, parameters: JsonObject, credential = world.credential): Promise<StoredWorkflow> {
	const upload = { resource: 'document', operation: 'upload', inputSource: 'url', documentUrl: `${world.sandboxUrl}/samples/${sample}`, ...parameters };
	return await world.n8n.createWorkflow({
		...flow(name, [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{ name: 'Handwriting OCR', type: `${PACKAGE}.handwritingOcr`, typeVersion: 1, position: [240, 0], parameters: upload, credentials: named(credential) },
		]),
		connections: { Start: { main: [[{ node: 'Handwriting OCR', type: 'main', index: 0 }]] } },
	});
}

/** The webhook trigger alone. */
export async function triggerFlow({ n8n, credential }: World): Promise<StoredWorkflow> {
	const type = `${PACKAGE}.handwritingOcrTrigger`;
	const webhookId = '5d0e6c1a-2f0b-4c0d-8a55-3a1f6b2c7d90';
	return await n8n.createWorkflow(flow('On every document', [{ name: 'Handwriting OCR Trigger', type, typeVersion: 1, position: [0, 0], parameters: {}, webhookId, credentials: named(credential) }]));
}

function flow(name: string, nodes: Workflow['nodes']): Workflow {
	return { name, nodes, connections: {}, settings: { executionOrder: 'v1' } };
}

function named({ id, name }: StoredCredential): Record<string, { id: string; name: string }> {
	return { handwritingOcrApi: { id, name } };
}
