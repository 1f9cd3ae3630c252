import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listDocuments } from '../api/documents';
import { connect } from '../api/service';

const PER_PAGE = 50;
/** With a filter, one scroll looks through several pages, as the service cannot search. */
const PAGES_A_SCROLL = 4;

/** The entries of a document picker, newest first; `filter` is looked for in file names. */
export async function searchDocuments(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	const service = await connect(this);
	const wanted = filter?.trim().toLowerCase() ?? '';
	const results: INodeListSearchResult['results'] = [];
	let page = Number(paginationToken ?? 1);
	for (const end = page + (wanted ? PAGES_A_SCROLL : 1); page < end; page++) {
		const { documents, hasNext } = await listDocuments(service, page, PER_PAGE);
		for (const { id, fileName, action, status } of documents) {
			if (!`${fileName ?? ''} ${id}`.toLowerCase().includes(wanted)) continue;
			results.push({ name: `${fileName ?? id} (${[action, status].filter(Boolean).join(', ')})`, value: id });
		}
		if (!hasNext || documents.length === 0) return { results };
	}
	return { results, paginationToken: String(page) };
}
