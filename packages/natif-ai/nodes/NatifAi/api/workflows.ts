import { arrayOf, isObject, textOf, type JsonObject } from '../../shared/core/json';
import type { NatifAi } from './client';

/**
 * `GET /processing/workflows`: a bare list (seen).
 * @param limit how many; all of them when it is infinite
 */
export async function listWorkflows({ client }: NatifAi, limit = Infinity): Promise<JsonObject[]> {
	const answer = await client.request({
		route: 'workflows',
		method: 'GET',
		path: '/processing/workflows',
		...(Number.isFinite(limit) && { query: { limit } }),
		retry: 'always',
		answer: 'json',
		expects: {
			what: 'a list of workflows',
			isOwn: ({ body }) =>
				(Array.isArray(body) && body.length === 0) ||
				entriesOf(body).some((entry) => workflowId(entry) !== ''),
		},
	});
	return entriesOf(answer.body).slice(0, limit);
}

function entriesOf(body: unknown): JsonObject[] {
	const list = isObject(body) ? Object.values(body).find(Array.isArray) : body;
	return arrayOf(list).filter(isObject);
}

/** Whether documents can be sent to a workflow; one that does not say so counts too. */
export function canProcess({ permissions }: JsonObject): boolean {
	return !Array.isArray(permissions) || permissions.includes('process');
}

export function workflowId(workflow: JsonObject): string {
	return textOf(workflow.workflow_id) ?? '';
}
