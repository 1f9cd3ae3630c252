import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { realSetTimeout } from './clock.mts';
import type { CredentialsHelper } from './credentials.mts';
import type { CapturedLogs, LogEntry } from './logs.mts';
import { core, n8n } from './n8n.mts';
import type { NodeTypes } from './nodeTypes.mts';
import type { RunResult, RunSpec } from './types.mts';
import type { StoredWorkflow } from './workflow.mts';
import { createWorkflow } from './workflow.mts';

/** Everything that an execution needs besides its data. */
export type Runtime = {
	nodeTypes: NodeTypes;
	logs: CapturedLogs;
	baseUrl: string;
	/** Cancels each execution that has not ended. */
	running: Set<() => void>;
};

export type Execution = {
	stored: StoredWorkflow;
	credentialsHelper: CredentialsHelper;
	mode: WorkflowExecuteMode;
	/** The start node's input; each inner list is one of its inputs. */
	data: INodeExecutionData[][];
	staticData?: IDataObject;
	/** Called with the new value when the run changed it, as n8n saves it. */
	saveStaticData?: (staticData: IDataObject) => void;
	/** Makes the run fail at once with this error, as n8n does when `webhook()` threw. */
	failedStart?: Error;
} & Pick<RunSpec, 'signal' | 'cancelAfter' | 'withoutExecution'>;

/** Runs a workflow with n8n's own engine. */
export async function execute(runtime: Runtime, execution: Execution): Promise<RunResult> {
	const { stored, mode, credentialsHelper, staticData, saveStaticData } = execution;
	const firstLog = runtime.logs.entries.length;
	const workflow = createWorkflow(stored, runtime.nodeTypes, staticData);
	const additionalData = createAdditionalData({ ...runtime, stored, credentialsHelper, mode });
	if (execution.withoutExecution) delete additionalData.executionId;
	const engine = new core.WorkflowExecute(additionalData, mode, startData(workflow, execution));
	const running = engine.processRunExecutionData(workflow);
	const raw = await cancellable(runtime, running, execution);
	if (saveStaticData && workflow.staticData.__dataChanged === true)
		saveStaticData({ ...workflow.staticData });
	return summarize(raw, stored, runtime.logs.entries.slice(firstLog));
}

function startData(
	workflow: Workflow,
	{ stored, data, failedStart }: Execution,
): IRunExecutionData {
	// The workflow's own node has the defaults of parameters that were left out.
	const node = workflow.getNode(stored.startNode.name) ?? stored.startNode;
	const runData = n8n.createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: data }, source: null }] },
	});
	if (!failedStart) return runData;
	const error = {
		...failedStart,
		message: failedStart.message,
		stack: failedStart.stack,
	} as NonNullable<RunResult['error']>;
	return { ...runData, resultData: { runData: {}, lastNodeExecuted: node.name, error } };
}

async function cancellable(
	runtime: Runtime,
	running: ReturnType<InstanceType<typeof core.WorkflowExecute>['processRunExecutionData']>,
	{ signal, cancelAfter }: Execution,
): Promise<IRun> {
	const cancel = (): void => running.cancel();
	const timer = cancelAfter === undefined ? undefined : realSetTimeout(cancel, cancelAfter);
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel);
	runtime.running.add(cancel);
	try {
		return await running;
	} finally {
		clearTimeout(timer);
		runtime.running.delete(cancel);
		signal?.removeEventListener('abort', cancel);
	}
}

function summarize(raw: IRun, { lastNode }: StoredWorkflow, logs: LogEntry[]): RunResult {
	const { runData, lastNodeExecuted = '', error } = raw.data.resultData;
	const resultNode = lastNode?.name ?? lastNodeExecuted;
	const task = runData[resultNode]?.at(-1);
	const output = (nodeName: string, outputIndex = 0): INodeExecutionData[] =>
		runData[nodeName]?.at(-1)?.data?.main?.[outputIndex] ?? [];
	return {
		status: raw.status,
		items: output(resultNode),
		errorItems: output(resultNode, 1),
		error: error ?? task?.error,
		hints: task?.hints ?? [],
		output,
		logs,
		raw,
	};
}
