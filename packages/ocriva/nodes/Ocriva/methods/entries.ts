import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { containsText } from '../../shared/core/text';
import { isObject, textOf } from '../../shared/core/json';
import type { CatalogEntry } from '../api/parse';

/** Entries of a picker by name; those that are switched off are left out. */
export function entriesOf(entries: CatalogEntry[], filter = ''): INodeListSearchResult {
	return {
		results: entries
			.filter(({ isActive, name, id }) => isActive && containsText(`${name} ${id}`, filter))
			.map(({ name, id }) => ({ name, value: id }))
			.toSorted((left, right) => left.name.localeCompare(right.name)),
	};
}

/**
 * The id in the node's project picker while the node is edited; empty when there is none. An
 * expression there cannot be told.
 */
export function chosenProject(context: ILoadOptionsFunctions): string {
	const picked: unknown = context.getCurrentNodeParameter('projectId');
	const id = (isObject(picked) ? textOf(picked.value) : textOf(picked)) ?? '';
	return id.startsWith('=') ? '' : id.trim();
}
