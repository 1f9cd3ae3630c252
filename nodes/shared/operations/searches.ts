import { type ILoadOptionsFunctions, type INodeListSearchResult, NodeApiError } from 'n8n-workflow';

import { toFailure } from '../core/errors';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/**
 * The searches behind the lists of a node. What has no id cannot be picked. The editor shows the
 * next step of this kind of error alone.
 */
export function searches(named: Record<string, Search>): Record<string, Search> {
	return Object.fromEntries(
		Object.entries(named).map(([name, search]): [string, Search] => [
			name,
			async function (this, filter, paginationToken) {
				try {
					const found = await search.call(this, filter, paginationToken);
					return { ...found, results: found.results.filter(({ value }) => value !== '') };
				} catch (error) {
					const { message, nextStep: description } = toFailure(error);
					const shown = new NodeApiError(this.getNode(), { message }, { message, description });
					shown.message = message;
					throw shown;
				}
			},
		]),
	);
}
