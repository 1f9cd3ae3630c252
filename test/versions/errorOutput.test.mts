import {
	errorOf,
	type N8nClient,
	outputOf,
	type StoredCredential,
	type WorkflowNode,
} from '../../sandbox/n8n/client.mts';
import { sandboxClient } from '../../sandbox/client.mts';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import {
	newCredential,
	newNatifAiCredential,
	newOcrivaCredential,
	sharedN8n,
	sharedSandbox,
} from '../support/e2e/shared.mts';
import { byId } from './operations/types.mts';
import { versions } from './worlds.mts';

/** An operation with a value that it works for and one that it fails for. */
type Case = {
	credential: StoredCredential;
	/** `={{ $json.value }}` stands for the value. */
	parameters: WorkflowNode['parameters'];
	good: string;
	bad: string;
};

const VALUE = '={{ $json.value }}';
const NODE = 'Operation';
const FILLED = expect.stringMatching(/\S/);

const sandbox = sharedSandbox();

/** A sample, and an address where there is nothing. */
const addresses = {
	good: `${sandbox.url}/samples/letter.png`,
	bad: `${sandbox.url}/samples/nothing.png`,
};

const byUrl = { inputSource: 'url', documentUrl: VALUE };

const handwritingOcr = {
	type: 'handwritingOcr',
	get: async (n8n: N8nClient): Promise<Case> => {
		const { account, credential } = await newCredential(n8n);
		const [document] = await sandbox.seedDocuments(account.token, [{}]);
		const parameters = { resource: 'document', operation: 'get', documentId: byId(VALUE) };
		return { credential, parameters, good: document?.id ?? '', bad: 'aB3dE6gH9j' };
	},
	upload: async (n8n: N8nClient): Promise<Case> => {
		const { credential } = await newCredential(n8n);
		const parameters = { resource: 'document', operation: 'upload', ...byUrl };
		return { credential, parameters, ...addresses };
	},
};

const natifAi = {
	type: 'natifAi',
	get: async (n8n: N8nClient): Promise<Case> => {
		const { account, credential } = await newNatifAiCredential(n8n);
		const natif = sandboxClient(sandbox.url, 'natifAi');
		const [processing] = await natif.seedDocuments(account.token, [{}]);
		const parameters = { resource: 'result', operation: 'get', processingId: VALUE };
		const bad = '0c1d2e3f-1111-4222-8333-444455556666';
		return { credential, parameters, good: processing?.id ?? '', bad };
	},
	upload: async (n8n: N8nClient): Promise<Case> => {
		const { credential } = await newNatifAiCredential(n8n);
		const parameters = { resource: 'document', operation: 'process', workflow: byId('ocr') };
		return { credential, parameters: { ...parameters, ...byUrl }, ...addresses };
	},
};

const ocriva = {
	type: 'ocriva',
	get: async (n8n: N8nClient): Promise<Case> => {
		const { account, credential } = await newOcrivaCredential(n8n);
		const [record] = await sandboxClient(sandbox.url, 'ocriva').seedDocuments(account.token, [{}]);
		const parameters = { resource: 'record', operation: 'get', recordId: byId(VALUE) };
		return { credential, parameters, good: record?.id ?? '', bad: '68f0000000000000000000b1' };
	},
	upload: async (n8n: N8nClient): Promise<Case> => {
		const { credential } = await newOcrivaCredential(n8n);
		const parameters = { resource: 'document', operation: 'upload', ...byUrl };
		return { credential, parameters, ...addresses };
	},
};

const services = [handwritingOcr, natifAi, ocriva];
const cases = services.flatMap(({ type, get, upload }) => [
	{ what: `${type}, a document that does not exist`, type, prepare: get },
	{ what: `${type}, a file that cannot be had`, type, prepare: upload },
]);

describe.each(versions)('$name', ({ name }) => {
	const n8n = sharedN8n(name);

	/** Runs the operation on a good and a bad item with the node's setting "On Error". */
	async function run({ type, prepare }: (typeof cases)[number], onError: string) {
		const { credential, parameters, good, bad } = await prepare(n8n);
		const workflow = await n8n.createWorkflow(
			flow(`On error: ${onError}`, ...items(good, bad), {
				...ocrNode(NODE, type, credential, parameters),
				onError,
			}),
		);
		const execution = await n8n.runWorkflow(workflow.id, START);
		expect([execution.status, errorOf(execution)]).toEqual(['success', undefined]);
		return { bad, success: outputOf(execution, NODE, 0), failure: outputOf(execution, NODE, 1) };
	}

	test.each(cases)('the error output has the failed item and no other: $what', async (given) => {
		const { bad, success, failure } = await run(given, 'continueErrorOutput');

		expect(success).toMatchObject([{ json: { text: FILLED }, pairedItem: { item: 0 } }]);
		expect(success[0]?.json).not.toHaveProperty('error');
		expect(failure).toMatchObject([{ pairedItem: { item: 1 } }]);
		// n8n puts the fields of the input item beside those of the node.
		expect(failure[0]?.json).toEqual({ value: bad, error: FILLED, message: FILLED });
	});

	test.each(cases)('"Continue" lets both items go on: $what', async (given) => {
		const { success, failure } = await run(given, 'continueRegularOutput');

		expect(success).toMatchObject([
			{ json: { text: FILLED }, pairedItem: { item: 0 } },
			{
				json: { error: FILLED, message: FILLED, details: expect.any(Object) },
				pairedItem: { item: 1 },
			},
		]);
		expect(failure).toEqual([]);
	});
});

/** Nodes that give one item a value. */
function items(...values: string[]): WorkflowNode[] {
	return [
		{
			name: 'Values',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [0, 0],
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ value: values }) },
		},
		{
			name: 'One item per value',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [0, 0],
			parameters: { fieldToSplitOut: 'value' },
		},
	];
}
