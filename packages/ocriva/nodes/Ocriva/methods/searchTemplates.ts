import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listTemplates } from '../api/catalog';
import { connect } from '../api/client';
import { chosenProject, entriesOf } from './entries';

/** The entries of a template picker: those of the chosen project, or all that the key reaches. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return entriesOf(await listTemplates(await connect(this), chosenProject(this)), filter);
}
