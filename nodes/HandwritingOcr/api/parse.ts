import {
	arrayOf,
	isObject,
	listOf,
	numberOf,
	objectOf,
	textOf,
	type JsonObject,
} from '../../shared/core/json';
import { withoutFingerprint } from '../../shared/upload/fingerprint';
import { type Phase, phaseOf, type Status, statusOf } from '../../shared/waiting/documentStatus';

export const ACTIONS = ['transcribe', 'tables', 'extractor'] as const;
export type Action = (typeof ACTIONS)[number];

export const FORMATS = ['txt', 'docx', 'xlsx', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** Documented for v2 and v3. */
export const FORMATS_OF: Record<Action, readonly Format[]> = {
	transcribe: ['txt', 'docx', 'json'],
	tables: ['xlsx', 'json'],
	extractor: ['xlsx', 'csv', 'json'],
};

export const MEDIA_TYPES: Record<Format, string> = {
	txt: 'text/plain',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv',
	json: 'application/json',
};

/**
 * A document as the API gives it, both versions read into the same fields; `raw` is the object as
 * it came.
 */
export interface OcrDocument {
	id: string;
	/** Without the fingerprint that the node may have added. */
	fileName: string | null;
	action: Action | null;
	status: Status;
	/** The service's own word for it. */
	state: string;
	phase: Phase;
	pageCount: number | null;
	/** Absent in lists, in v2's status answers, and while the document is not processed. */
	results: JsonObject[] | null;
	/** Absent for some actions; see the page images operation. */
	thumbnails: Array<{ pageNumber: number; url: string }>;
	/** Why it failed, where the service says so (seen by clients, not documented). */
	failure: string | null;
	createdAt: string | null;
	updatedAt: string | null;
	deletesAt: string | null;
	/** Given in the place of a new upload of the same file. */
	isReused?: boolean;
	raw: JsonObject;
}

/**
 * Reads a document of either version. `queued`, `processing`, `processed` and `failed` are
 * documented. An answer with results but without a status is done.
 *
 * @param fallbackId for answers that carry no id, such as an empty 202
 */
export function readDocument(value: unknown, fallbackId = ''): OcrDocument {
	const raw = objectOf(value);
	const results = listOf(raw.results)?.map(pageOf).filter(isObject) ?? null;
	const state = textOf(raw.status) ?? (results ? 'processed' : 'processing');
	const status = statusOf(state, results !== null && results.length > 0);
	return {
		id: textOf(raw.id) ?? textOf(raw.document_id) ?? idInUrl(raw.result_url) ?? fallbackId,
		fileName: nameIn(raw),
		action: ACTIONS.find((action) => action === raw.action) ?? null,
		status,
		state,
		phase: phaseOf(status),
		pageCount: numberOf(raw.page_count) ?? numberOf(raw.pages),
		results,
		thumbnails: readThumbnails(raw.thumbnails),
		failure:
			textOf(raw.error) ??
			textOf(raw.failure_reason) ??
			(status === 'failed' ? textOf(raw.message) : null),
		createdAt: textOf(raw.created_at),
		updatedAt: textOf(raw.updated_at),
		deletesAt: textOf(raw.automatically_deleted_at),
		raw,
	};
}

/** The name as the service lists it, with the fingerprint that the node may have added. */
export function listedName({ raw }: Pick<OcrDocument, 'raw'>): string | null {
	return textOf(raw.file_name) ?? textOf(raw.original_file_name);
}

function nameIn(raw: JsonObject): string | null {
	const name = listedName({ raw });
	return name === null ? null : withoutFingerprint(name);
}

/**
 * Whether an answer is a document of the service, and not the JSON of another server: many a one
 * answers `{"status": "ok"}` or `{"status": "error"}` to anything.
 */
export function isDocument(value: unknown): value is JsonObject {
	if (!isObject(value)) return false;
	const id = textOf(value.id) ?? textOf(value.document_id) ?? idInUrl(value.result_url);
	return id !== null || Array.isArray(value.results);
}

/**
 * A processed document with the content of its `.json`, which is documented without its shape: the
 * pages are where they are known to be, and everything is in `raw`.
 */
export function withContent(document: OcrDocument, content: unknown): OcrDocument {
	const own = isObject(content) ? content : { content };
	const pages = pagesIn(content);
	const raw = { ...document.raw, ...own, ...(pages && { results: pages }) };
	const { id, status, state, phase } = document;
	return { ...readDocument(raw, id), id, status, state, phase, raw: { ...document.raw, ...own } };
}

/** A page may come as nothing but its text. */
function pageOf(page: unknown): unknown {
	return typeof page === 'string' ? { transcript: page } : page;
}

/** The list itself, `results`, or `documents[].data[]` as saved files have it (seen). */
function pagesIn(content: unknown): unknown[] | undefined {
	if (Array.isArray(content)) return content.every(isObject) ? content : undefined;
	const { results, documents, data } = objectOf(content);
	if (Array.isArray(results)) return results;
	const lists = [...arrayOf(documents).map((entry) => objectOf(entry).data), data];
	const pages = lists.flatMap(arrayOf).filter(isObject);
	return pages.length > 0 ? pages : undefined;
}

/** One client of v2 reads the id from the address of the result. */
function idInUrl(value: unknown): string | null {
	return /\/documents?\/([^/?#.\s]+)/.exec(textOf(value) ?? '')?.[1] ?? null;
}

function readThumbnails(value: unknown): OcrDocument['thumbnails'] {
	return arrayOf(value).flatMap((entry, index) => {
		const { page_number: pageNumber, url } = objectOf(entry);
		const address = textOf(url);
		return address === null
			? []
			: [{ pageNumber: numberOf(pageNumber) ?? index + 1, url: address }];
	});
}

export interface ListPage {
	documents: OcrDocument[];
	/** As the service reports it; it may differ from what was asked for. */
	perPage: number | null;
	/** Documents of the account, as the service counts them. */
	total: number | null;
	hasNext: boolean;
}

function entriesOf(value: unknown): unknown[] | undefined {
	const { documents, data } = objectOf(value);
	return listOf(documents ?? data);
}

/** Whether an answer is a page of the list, and not the JSON of another server. */
export function isListPage(value: unknown): boolean {
	const list = entriesOf(value);
	return list !== undefined && (list.length === 0 || list.some(isDocument));
}

/**
 * Reads a page of the list: `documents` in v3, `data` in v2. `last_page` is not relied on, as the
 * documented example is wrong. Where nothing tells the end, only a page without documents is it.
 *
 * @param page from 1
 */
export function readListPage(value: unknown, page: number, asked: number): ListPage {
	const raw = objectOf(value);
	const [perPage, total] = [numberOf(raw.per_page), numberOf(raw.total)];
	const told = raw.next_page_url === undefined ? null : raw.next_page_url !== null;
	const documents = (entriesOf(value) ?? []).filter(isDocument).map((entry) => readDocument(entry));
	const size = perPage ?? asked;
	// A total that is less than what was read says nothing, and neither does the link then.
	const isWrong = total !== null && total < (page - 1) * size + documents.length;
	const counted = total === null || isWrong ? null : page * size < total;
	return {
		documents,
		perPage,
		total,
		hasNext:
			told === true || (counted ?? (isWrong ? null : told) ?? documents.length >= (perPage ?? 1)),
	};
}
