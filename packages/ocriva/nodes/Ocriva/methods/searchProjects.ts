import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listProjects } from '../api/catalog';
import { connect } from '../api/client';
import { entriesOf } from './entries';

/** The entries of a project picker. */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return entriesOf(await listProjects(await connect(this)), filter);
}
