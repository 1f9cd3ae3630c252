import { arrayOf, isObject, textOf, type JsonObject } from '../../shared/core/json';
import { jsonOf, type NatifAi } from './client';

/**
 * `GET /processing/workflows`: a bare list (seen).
 * @param limit how many; all of them when it is infinite
 */
export async function listWorkflows(
	{ client }: NatifAi,
	limit = Number.POSITIVE_INFINITY,
): Promise<JsonObject[]> {
	const answer = await client.request({
		route: 'workflows',
		method: 'GET',
		path: '/processing/workflows',
		...(Number.isFinite(limit) && { query: { limit } }),
		retry: 'always',
		answer: 'json',
	});
	const body = jsonOf(answer);
	const entries = isObject(body) ? arrayOf(Object.values(body).find(Array.isArray)) : arrayOf(body);
	return entries.filter(isObject).slice(0, limit);
}

/** Whether documents can be sent to a workflow; one that does not say so counts too. */
export function canProcess({ permissions }: JsonObject): boolean {
	return !Array.isArray(permissions) || permissions.includes('process');
}

export function workflowId(workflow: JsonObject): string {
	return textOf(workflow.workflow_id) ?? '';
}
