import { randomUUID } from 'node:crypto';
import type {
	Execution,
	N8nClient,
	StoredCredential,
	Workflow,
	WorkflowNode,
} from '../../../sandbox/n8n/client.mts';
import { START } from '../e2e/flow.mts';
import { startChatModel, type ChatModel, type Step } from './chatModel.mts';
import { connectMcp, type McpClient } from './mcpClient.mts';

const LANGCHAIN = '@n8n/n8n-nodes-langchain';

/** The agents, by how they run tools: 2 calls them itself, 3 lets the engine do it. */
export const agentVersions = [
	['AI Agent 2', 2.2],
	['AI Agent 3', 3.1],
] as const;

export type AgentRun = {
	execution: Execution;
	/** What the tools have answered, as the model was told, oldest first. */
	answers: string[];
	model: Omit<ChatModel, 'stop'>;
};

export type AgentTask = {
	/** Of the agent's node. */
	version: number;
	script: readonly Step[];
	tools: WorkflowNode[];
};

/** Runs an agent with these tools against a model that follows the script. */
export async function runAgent(
	n8n: N8nClient,
	{ version, script, tools }: AgentTask,
): Promise<AgentRun> {
	const model = await startChatModel(script);
	try {
		const credential = await n8n.createCredential({
			name: 'Stand-in model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const workflow = await n8n.createWorkflow(agentWorkflow(version, credential, tools));
		const execution = await n8n.runWorkflow(workflow.id, START);
		return { execution, answers: model.toolAnswers(), model };
	} finally {
		await model.stop();
	}
}

function agentWorkflow(
	version: number,
	credential: StoredCredential,
	tools: WorkflowNode[],
): Workflow {
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: object,
	): WorkflowNode => ({
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: { ...parameters },
	});
	const nodes = [
		node(START, 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Agent', `${LANGCHAIN}.agent`, version, { promptType: 'define', text: 'Read it' }),
		{
			...node('Model', `${LANGCHAIN}.lmChatOpenAi`, 1.2, {
				model: { __rl: true, mode: 'id', value: 'stand-in' },
			}),
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		},
		...tools,
	];
	return {
		name: 'Agent',
		nodes: nodes.map((entry, index) => ({ ...entry, id: `node-${index}` })),
		connections: {
			[START]: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...toolLinks(tools, 'Agent'),
		},
		settings: { executionOrder: 'v1' },
	};
}

const toolLinks = (tools: WorkflowNode[], user: string) =>
	Object.fromEntries(
		tools.map(({ name }) => [name, { ai_tool: [[{ node: user, type: 'ai_tool', index: 0 }]] }]),
	);

/** A published MCP server whose tools are these nodes. */
export type McpServer = {
	/** Each client has a session of its own. */
	connect: (name?: string) => Promise<McpClient>;
};

/** Publishes a workflow that offers these nodes to MCP clients. */
export async function publishMcpServer(n8n: N8nClient, tools: WorkflowNode[]): Promise<McpServer> {
	const path = randomUUID();
	const trigger: WorkflowNode = {
		name: 'Tools',
		type: `${LANGCHAIN}.mcpTrigger`,
		typeVersion: 2,
		position: [0, 0],
		parameters: { path },
		webhookId: path,
	};
	const workflow = await n8n.createWorkflow({
		name: 'MCP server',
		nodes: [trigger, ...tools].map((entry, index) => ({ ...entry, id: `node-${index}` })),
		connections: toolLinks(tools, trigger.name),
		settings: { executionOrder: 'v1' },
	});
	await n8n.publish(workflow);
	return {
		connect: async (name) => await connectMcp(`${n8n.session.url}/mcp/${path}`, name),
	};
}
