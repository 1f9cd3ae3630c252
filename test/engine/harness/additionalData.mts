import type { IWorkflowExecuteAdditionalData, WorkflowExecuteMode } from 'n8n-workflow';
import type { CredentialsHelper } from './credentials.mts';
import { Container, core } from './n8n.mts';
import type { StoredWorkflow } from './workflow.mts';

let executions = 0;

export type ExecutionSetup = {
	stored: StoredWorkflow;
	credentialsHelper: CredentialsHelper;
	baseUrl: string;
	mode: WorkflowExecuteMode;
};

/**
 * What n8n's server hands to the engine with each call; parts that need a database or an agent
 * throw.
 */
export function createAdditionalData({
	stored,
	credentialsHelper,
	baseUrl,
	mode,
}: ExecutionSetup): IWorkflowExecuteAdditionalData {
	executions += 1;
	const executionId = String(executions);
	const { id, nodes, connections, settings } = stored;
	const now = new Date();
	const workflowData = {
		id,
		name: 'Engine test',
		nodes,
		connections,
		settings,
		active: true,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
	};
	return {
		credentialsHelper,
		executionId,
		workflowId: id,
		currentNodeExecutionIndex: 0,
		hooks: new core.ExecutionLifecycleHooks(mode, executionId, workflowData),
		variables: {},
		externalSecretsProxy: Container.get(core.ExternalSecretsProxy),
		restApiUrl: `${baseUrl}/rest`,
		instanceBaseUrl: `${baseUrl}/`,
		webhookBaseUrl: `${baseUrl}/webhook`,
		webhookTestBaseUrl: `${baseUrl}/webhook-test`,
		webhookWaitingBaseUrl: `${baseUrl}/webhook-waiting`,
		formBaseUrl: `${baseUrl}/form`,
		formTestBaseUrl: `${baseUrl}/form-test`,
		formWaitingBaseUrl: `${baseUrl}/form-waiting`,
		mcpBaseUrl: `${baseUrl}/mcp`,
		mcpTestBaseUrl: `${baseUrl}/mcp-test`,
		logAiEvent: () => {},
		executeWorkflow: unavailable('Sub-workflows'),
		getRunExecutionData: unavailable('Stored executions'),
		getRuntimeCredential: async () => undefined,
		startRunnerTask: unavailable('Task runners'),
	};
}

function unavailable(what: string): () => Promise<never> {
	return async () => {
		throw new Error(`${what} do not exist in the engine tests`);
	};
}
