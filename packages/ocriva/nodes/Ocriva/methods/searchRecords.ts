import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { entryName } from '../../shared/operations/locator';
import { unicodeForms } from '../../shared/core/text';
import { listRecords, USUAL_PAGE } from '../api/records';
import { connect } from '../api/client';
import type { HistoryRecord } from '../api/parse';
import { chosenProject } from './entries';

/**
 * The entries of a record picker, page by page; the service itself looks for `filter` in file names
 * and template names, which come in both Unicode forms.
 */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const service = await connect(this);
	const page = Number(paginationToken ?? 1);
	const projectId = chosenProject(this);
	const lists = await Promise.all(
		unicodeForms(filter?.trim() ?? '').map(
			async (search) => await listRecords(service, { projectId, search }, page, USUAL_PAGE),
		),
	);
	const found = new Map(
		lists.flatMap(({ records }) => records).map((record) => [record.id, record]),
	);
	const results = [...found.values()].map((record) => ({ name: nameOf(record), value: record.id }));
	const hasMore = lists.some(
		({ records, pages }) => records.length > 0 && pages !== null && page < pages,
	);
	return { results, ...(hasMore && { paginationToken: String(page + 1) }) };
}

function nameOf({ id, fileName, templateName, status, createdAt }: HistoryRecord): string {
	return entryName({ name: fileName?.trim() || id, createdAt, kind: templateName, status });
}
