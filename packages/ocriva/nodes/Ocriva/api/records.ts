import type { IDataObject } from 'n8n-workflow';

import { apiText } from '../../shared/http/errorText';
import { ServiceFailure, toFailure } from '../../shared/core/errors';
import type { ApiAnswer } from '../../shared/http/service';
import type { Waiter } from '../../shared/core/cancel';
import { isObject, type JsonObject, objectOf } from '../../shared/core/json';
import { mediaTypeOf } from '../../shared/core/mime';
import type { Expected } from '../../shared/http/judgeAnswer';
import { type Ocriva, withoutEmpty } from './client';
import {
	type Format,
	type HistoryRecord,
	type ListPage,
	MEDIA_TYPES,
	readListPage,
	readRecord,
} from './parse';

const HISTORY = '/openapi/processing-history';
/** What a list page has when nothing is asked for (documented), so it is never refused. */
export const USUAL_PAGE = 10;

/** Which records a list has; all documented. Empty values count as absent. */
export interface RecordQuery {
	/** Required with the key of an organization; taken from the key of a project. */
	projectId: string;
	status?: string | undefined;
	templateId?: string | undefined;
	/** `YYYY-MM-DD`; zone, ends and the date they look at are not documented. */
	fromDate?: string | undefined;
	toDate?: string | undefined;
	/** Matches file names and template names. */
	search?: string | undefined;
	batchId?: string | undefined;
}

/**
 * `GET /openapi/processing-history`: one page. Records that are completed carry their result. The
 * order is not documented.
 *
 * @param size entries of a page; as many as the service takes unless given
 */
export async function listRecords(
	service: Ocriva,
	query: RecordQuery,
	page = 1,
	size = service.pageSize,
): Promise<ListPage & { headers: IDataObject }> {
	const limit = Math.min(size, service.pageSize);
	try {
		return await listPage(service, { ...query, page, limit });
	} catch (error) {
		if (page > 1 || limit <= USUAL_PAGE || !mayMeanPageSize(error)) throw toFailure(error);
		const listed = await listPage(service, { ...query, page, limit: USUAL_PAGE });
		service.pageSize = USUAL_PAGE;
		return listed;
	}
}

async function listPage(
	{ client }: Ocriva,
	query: RecordQuery & { page: number; limit: number },
): Promise<ListPage & { headers: IDataObject }> {
	const answer = await client.request({
		route: 'list',
		place: query.projectId,
		method: 'GET',
		path: HISTORY,
		query: withoutEmpty({ ...query }),
		retry: 'always',
		answer: 'json',
		expects: { what: 'a list of records', isOwn: ({ body }) => readListPage(body) !== undefined },
	});
	const listed = readListPage(answer.body) ?? { records: [], total: null, pages: null };
	return { ...listed, headers: answer.headers };
}

/** A refusal that speaks of something else would come again. */
function mayMeanPageSize(error: unknown): boolean {
	return (
		error instanceof ServiceFailure &&
		(error.status === 400 || error.status === 422) &&
		!/project|date|status/i.test(apiText(error.body) ?? '')
	);
}

/**
 * `GET /openapi/processing-history/:id`: one record with its result.
 *
 * @param projectId empty with the key of a project
 */
export async function getRecord(
	{ client }: Ocriva,
	id: string,
	projectId: string,
	waiter?: Waiter,
): Promise<HistoryRecord> {
	const answer = await client.request({
		route: 'get',
		place: projectId,
		subject: id,
		method: 'GET',
		path: recordPath(id),
		query: withoutEmpty({ projectId }),
		retry: 'always',
		...waiter,
		answer: 'json',
		// Where a record's id would stand there are other addresses too, such as `stats`.
		expects: { what: 'a record', isOwn: ({ body }) => readRecord(body).id !== '' },
	});
	return readRecord(answer.body);
}

/** `GET /openapi/processing-history/stats`: how many records of a project are in which status. */
export async function getStatistics({ client }: Ocriva, projectId: string): Promise<JsonObject> {
	const answer = await client.request({
		route: 'statistics',
		place: projectId,
		method: 'GET',
		path: `${HISTORY}/stats`,
		query: withoutEmpty({ projectId }),
		retry: 'always',
		answer: 'json',
		expects: {
			what: 'statistics',
			isOwn: ({ body }) => isObject(body) && 'total' in body,
		},
	});
	return objectOf(answer.body);
}

/**
 * `GET /openapi/processing-history/:id/result`: the result as a file, handed to `store` as a
 * stream, and again when it breaks off half-way.
 *
 * @param format undefined for that of the template
 */
export async function exportRecord<Result>(
	{ client }: Ocriva,
	{ id, projectId, format }: { id: string; projectId: string; format: Format | undefined },
	store: (answer: ApiAnswer) => Promise<Result>,
): Promise<Result> {
	const request = {
		route: 'export',
		subject: id,
		place: projectId,
		path: `${recordPath(id)}/result`,
		query: withoutEmpty({ projectId, format }),
		expects: fileOf(format),
	};
	return await client.download(request, store);
}

/** Formats that are no text: their first bytes tell them, whatever their label. */
export const BINARY: readonly string[] = ['pdf', 'docx'];

/** A template can be one of HTML or JSON, and an export may name no format. */
function fileOf(format: Format | undefined): Expected {
	const others = ['text/html', 'application/json'].filter(
		(type) => format && !BINARY.includes(format) && type !== MEDIA_TYPES[format],
	);
	return {
		what: 'a file',
		isOwn: ({ status, headers }) => status !== 202 && !others.includes(mediaTypeOf(headers)),
	};
}

function recordPath(id: string): string {
	return `${HISTORY}/${encodeURIComponent(id)}`;
}
