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

export type AgentTask = {
	/** Of the agent's node. */
	version: number;
	script: readonly Step[];
	tools: WorkflowNode[];
	/** Nodes in front of the agent, one after the other. */
	before?: WorkflowNode[];
};

export type AgentRun = {
	/** What the tools have answered, as the model was told, oldest first. */
	answers: string[];
	model: Omit<ChatModel, 'stop'>;
};

/** Runs an agent with these tools against a model that follows the script. */
export async function runAgent(
	n8n: N8nClient,
	task: AgentTask,
): Promise<AgentRun & { execution: Execution }> {
	return await withModel(n8n, task, async (credential) => {
		const start = node(START, 'n8n-nodes-base.manualTrigger', 1, {});
		const agent = { promptType: 'define', text: 'Read it' };
		const workflow = await n8n.createWorkflow(agentWorkflow(start, agent, task, credential));
		return { execution: await n8n.runWorkflow(workflow.id, START) };
	});
}

/** Sends one message to a published chat, whose answer n8n streams. */
export async function chatWithAgent(
	n8n: N8nClient,
	task: AgentTask,
): Promise<AgentRun & { reply: string }> {
	return await withModel(n8n, task, async (credential) => {
		const path = randomUUID();
		const chat = node('Chat', `${LANGCHAIN}.chatTrigger`, 1.3, {
			public: true,
			options: { responseMode: 'streaming' },
		});
		const trigger = { ...chat, webhookId: path };
		await n8n.publish(await n8n.createWorkflow(agentWorkflow(trigger, {}, task, credential)));
		const response = await fetch(`${n8n.session.url}/webhook/${path}/chat`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: path, chatInput: 'Read it' }),
		});
		return { reply: await response.text() };
	});
}

/** Runs something while the model listens. */
async function withModel<Result>(
	n8n: N8nClient,
	{ script }: AgentTask,
	run: (credential: StoredCredential) => Promise<Result>,
): Promise<AgentRun & Result> {
	const model = await startChatModel(script);
	try {
		const credential = await n8n.createCredential({
			name: 'Stand-in model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const result = await run(credential);
		return { ...result, answers: model.toolAnswers(), model };
	} finally {
		await model.stop();
	}
}

function agentWorkflow(
	start: WorkflowNode,
	agent: object,
	{ version, tools, before = [] }: AgentTask,
	credential: StoredCredential,
): Workflow {
	const line = [start, ...before];
	const nodes = [
		...line,
		node('Agent', `${LANGCHAIN}.agent`, version, agent),
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
			...Object.fromEntries(
				line.map(({ name }, index) => [
					name,
					{ main: [[{ node: line[index + 1]?.name ?? 'Agent', type: 'main', index: 0 }]] },
				]),
			),
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...toolLinks(tools, 'Agent'),
		},
		settings: { executionOrder: 'v1' },
	};
}

function node(name: string, type: string, typeVersion: number, parameters: object): WorkflowNode {
	return { name, type, typeVersion, position: [0, 0], parameters: { ...parameters } };
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
	const trigger = { ...node('Tools', `${LANGCHAIN}.mcpTrigger`, 2, { path }), webhookId: path };
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
