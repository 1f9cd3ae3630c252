import type {
	Execution,
	N8nClient,
	StoredCredential,
	StoredWorkflow,
	Workflow,
	WorkflowNode,
} from '../../../sandbox/n8n/client.mts';
import { fitExample, readExamples } from '../../../sandbox/n8n/examples.mts';
import { until } from '../until.mts';
import { sharedSandbox } from './shared.mts';

/** The manual trigger of the examples. */
export const MANUAL = "When clicking 'Execute workflow'";

/** An example as `npm start` imports it, or with what a test changes in it. */
export async function importExample(
	n8n: N8nClient,
	file: string,
	credentials: StoredCredential[],
	change: (workflow: Workflow) => Workflow = (workflow) => workflow,
): Promise<StoredWorkflow> {
	const example = (await readExamples()).get(file);
	if (example === undefined) throw new Error(`workflows/${file}.json is not there`);
	const addresses = { sandbox: sharedSandbox().url, n8n: n8n.session.url };
	return await n8n.createWorkflow(change(fitExample(example, addresses, credentials)));
}

/**
 * Changes that put a node of n8n which needs a foreign account aside: a Code node with items of the
 * same shape stands in its place, behind a manual trigger.
 */
export function withItemsAs(name: string, items: object[]): (workflow: Workflow) => Workflow {
	const start: WorkflowNode = {
		id: 'start',
		name: MANUAL,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [-220, 0],
		parameters: {},
	};
	return (workflow) => ({
		...workflow,
		nodes: [
			start,
			...workflow.nodes.map((node) =>
				node.name === name
					? {
							...node,
							type: 'n8n-nodes-base.code',
							typeVersion: 2,
							parameters: { jsCode: `return ${JSON.stringify(items)};` },
						}
					: node,
			),
		],
		connections: {
			...workflow.connections,
			[MANUAL]: { main: [[{ node: name, type: 'main', index: 0 }]] },
		},
	});
}

/** The execution that a trigger of a workflow starts, beside one that was started by hand. */
export async function startedByTrigger(
	n8n: N8nClient,
	workflow: StoredWorkflow,
	byHand?: string,
): Promise<Execution> {
	const { id } = await until(async () =>
		(await n8n.executions(workflow.id)).find((execution) => execution.id !== byHand),
	);
	return await n8n.waitFor(id);
}
