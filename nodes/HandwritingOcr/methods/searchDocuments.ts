import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { containsText } from '../../shared/core/text';
import { entryName } from '../../shared/operations/locator';
import { actionName } from '../actions/words';
import { listDocuments } from '../api/documents';
import { connect } from '../api/client';
import type { OcrDocument } from '../api/parse';

const PER_PAGE = 50;
/** With a filter, one scroll looks through several pages, as the service cannot search. */
const PAGES_A_SCROLL = 4;

/** The entries of a document picker, newest first; `filter` is looked for in file names. */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const service = await connect(this);
	const wanted = filter?.trim() ?? '';
	const results: INodeListSearchResult['results'] = [];
	let page = Number(paginationToken ?? 1);
	for (const end = page + (wanted ? PAGES_A_SCROLL : 1); page < end; page++) {
		const { documents, hasNext } = await listDocuments(service, page, PER_PAGE);
		for (const document of documents) {
			if (containsText(`${document.fileName ?? ''} ${document.id}`, wanted))
				results.push({ name: nameOf(document), value: document.id });
		}
		if (!hasNext || documents.length === 0) return { results };
	}
	return { results, paginationToken: String(page) };
}

function nameOf({ id, fileName, action, status, createdAt }: OcrDocument): string {
	return entryName({
		name: fileName?.trim() || id,
		createdAt,
		kind: action && actionName(action),
		status,
	});
}
