import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { messageWithId, toFailure } from '../core/errors';
import { leanJson } from '../core/leanJson';

/**
 * Whether the node runs as a tool, for an agent or for the clients of an MCP server. n8n gives a
 * tool a node type of its own; `isToolExecution()` is false under AI Agent 3 and missing in 1.123.
 */
export function isToolCall(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * What a failed call answers. An exception would reach a model as an empty text (AI Agent 2) or
 * without its next step (AI Agent 3), and n8n would repeat the call for an MCP client.
 */
export function failureAnswer(error: unknown): INodeExecutionData {
	const failure = toFailure(error);
	const sentences = [messageWithId(failure), failure.nextStep]
		.filter((text) => text !== '')
		.map(asSentence);
	return { json: { error: sentences.join(' ') }, pairedItem: { item: 0 } };
}

/**
 * The items of a call for a model: each text once, nothing that is empty, and no files, which n8n
 * does not hand on. No items at all would reach a model of AI Agent 3 as an empty text.
 */
export function toolAnswers(items: readonly INodeExecutionData[]): INodeExecutionData[] {
	if (items.length === 0)
		return [{ json: { note: 'Nothing was found.' }, pairedItem: { item: 0 } }];
	return items.map(({ json, pairedItem }) => ({
		json: leanJson(json),
		...(pairedItem !== undefined && { pairedItem }),
	}));
}

function asSentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
