import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isoDate } from '../../shared/core/dates';
import { listRecords, USUAL_PAGE } from '../api/records';
import { connect } from '../api/client';
import type { HistoryRecord } from '../api/parse';
import { chosenProject } from './entries';

/**
 * The entries of a record picker, page by page; the service itself looks for `filter` in file names
 * and template names.
 */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const service = await connect(this);
	const page = Number(paginationToken ?? 1);
	const { records, pages } = await listRecords(
		service,
		{ projectId: chosenProject(this), search: filter?.trim() },
		page,
		USUAL_PAGE,
	);
	const results = records.map((record) => ({ name: nameOf(record), value: record.id }));
	return {
		results,
		...(records.length > 0 &&
			pages !== null &&
			page < pages && { paginationToken: String(page + 1) }),
	};
}

/** Scanners give many files the same name, so the time of the upload tells them apart. */
function nameOf({ id, fileName, templateName, status, createdAt }: HistoryRecord): string {
	const [date, minute] = (isoDate(createdAt) ?? '').split(/T|:\d\d\./);
	return `${fileName ?? id} (${[date && minute && `${date} ${minute} UTC`, templateName, status].filter(Boolean).join(', ')})`;
}
