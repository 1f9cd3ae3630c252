import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	IWorkflowSettings,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { LogEntry } from './logs.mts';

/** `default` is n8n's name for keeping file contents in memory, as base64 in the item. */
export type BinaryDataMode = 'filesystem' | 'default';

/**
 * Real credential values by credential type, e.g. `{ handwritingOcrApi: { apiToken, baseUrl } }`.
 */
export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

/**
 * A node of a workflow. Only `type` is needed; a type without a dot belongs to the package under
 * test (`handwritingOcr`). Parameters that are left out get their defaults, as in n8n.
 */
export type NodeSpec = Partial<Omit<INode, 'credentials'>> & {
	type: string;
	credentials?: unknown;
};

/**
 * One node, or several: `nodes` without `connections` is a chain in the given order. The content of
 * a workflow file can be given as it is. When the first node is no trigger, an input node is put
 * before it. `credentials` goes to every node that uses such a type.
 */
export type WorkflowSpec = {
	credentials?: CredentialValues;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
} & (Omit<NodeSpec, 'credentials'> | { nodes: NodeSpec[]; connections?: IConnections });

export type RunSpec = WorkflowSpec & {
	/** The items that the first node emits; one empty item when left out. */
	input?: INodeExecutionData[];
	/** Default `trigger`, a production run. */
	mode?: WorkflowExecuteMode;
	/** Cancels the execution, as the Stop button does. */
	signal?: AbortSignal;
	/** Milliseconds after which the execution is cancelled. */
	cancelAfter?: number;
	/**
	 * 20 lets the node's waiting pass twenty times faster, and the sandbox goes along. One such run
	 * at a time.
	 */
	clockSpeed?: number;
	/**
	 * The clock of node and sandbox begins at this moment, in milliseconds since 1970. One such run
	 * at a time.
	 */
	startAt?: number;
	/** The run has no execution id, as a call through n8n's MCP Server Trigger. */
	withoutExecution?: boolean;
};

export type RunResult = {
	status: ExecutionStatus;
	/**
	 * Main output of a chain's last node; of the last node that ran when the spec has connections.
	 */
	items: INodeExecutionData[];
	/** Second output of that node: failed items with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[];
	/**
	 * What n8n stores and shows: a plain copy of the thrown error with all its own properties (`name`
	 * tells the class, then `description`, `httpCode`, `context`, ...). A cancelled run has one too.
	 */
	error?: ExecutionError;
	hints: NodeExecutionHint[];
	/** Any node's output by the node's name (in the one-node shorthand the node is called `Node`). */
	output: (nodeName: string, outputIndex?: number) => INodeExecutionData[];
	logs: LogEntry[];
	raw: IRun;
};

/** An answered delivery; `run` is there when it started an execution. */
export type ReceivedDelivery = { status: number; run?: Promise<RunResult> };

/** What a webhook's sender gets, and the execution that the delivery started, if any. */
export type Delivery = {
	status: number;
	headers: Headers;
	body: string;
	started: boolean;
	/** Resolves when the execution has ended; undefined when none was started. */
	run: Promise<RunResult | undefined>;
};

export type WebhookRequest = {
	/** Default POST. */
	method?: string;
	headers?: Record<string, string>;
	/** Bytes and text are sent as they are; an object as JSON with its content type. */
	body?: Uint8Array | string | object;
	query?: Record<string, string>;
};
