import type { IContextObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { objectOf } from '../../../../nodes/shared/core/json.ts';

/** What n8n tells a node of its run. */
export interface ExecutionSettings {
	items?: INodeExecutionData[];
	/** Of the node: the same for each item, or what expressions give each of them. */
	parameters?: Record<string, unknown> | Array<Record<string, unknown>>;
	node?: Partial<INode>;
	/** Whether "On Error" lets the other items go on. */
	goesOn?: boolean;
	/** Undefined under an MCP server. */
	id?: string | undefined;
	canceled?: AbortSignal;
	/** What n8n keeps with the execution for the node. */
	kept?: IContextObject;
}

/** A run of a node as n8n hands it over, and the notes that it shows afterwards. */
export function execution({
	items = [{ json: {} }],
	parameters = {},
	node = {},
	goesOn = false,
	canceled,
	kept = {},
	...rest
}: ExecutionSettings = {}): { context: IExecuteFunctions; notes: string[] } {
	const notes: string[] = [];
	const ofItem = (itemIndex: number) =>
		Array.isArray(parameters) ? parameters[itemIndex] : parameters;
	const context = {
		getInputData: () => items,
		getNodeParameter: (path: string, itemIndex: number, otherwise: unknown) => {
			const parts = path.split('.');
			const value = parts.reduce<unknown>(
				(whole, name) => objectOf(whole)[name],
				ofItem(itemIndex),
			);
			return value === undefined ? otherwise : value;
		},
		continueOnFail: () => goesOn,
		getNode: () => ({ id: 'node', name: 'Upload', type: 'test.upload', ...node }),
		getWorkflow: () => ({ id: 'workflow', active: true }),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionId: () => ('id' in rest ? rest.id : '7'),
		getExecutionCancelSignal: () => canceled,
		getContext: () => kept,
		addExecutionHints: (...hints: Array<{ message: string }>) =>
			void notes.push(...hints.map(({ message }) => message)),
		logger: { info: () => undefined },
	};
	return { context: context as unknown as IExecuteFunctions, notes };
}
