import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { containsText } from '../../shared/core/text';
import { textOf } from '../../shared/core/json';
import { connect } from '../api/client';
import { canProcess, listWorkflows, workflowId } from '../api/workflows';

/**
 * The entries of the workflow picker: those that documents can be sent to, by name; `filter` is
 * looked for in names and keys.
 */
export async function searchWorkflows(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const workflows = await listWorkflows(await connect(this));
	const results = workflows
		.filter((workflow) => canProcess(workflow))
		.map((workflow) => ({
			name: textOf(workflow.name)?.trim() || workflowId(workflow),
			value: workflowId(workflow),
			...described(workflow.description),
		}))
		.filter(({ name, value }) => containsText(`${name} ${value}`, filter ?? ''));
	return { results: results.toSorted((a, b) => a.name.localeCompare(b.name)) };
}

function described(description: unknown): { description?: string } {
	const text = textOf(description);
	return text === null ? {} : { description: text };
}
