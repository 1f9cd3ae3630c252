import {
	arrayOf,
	isObject,
	listOf,
	numberOf,
	objectOf,
	textOf,
	type JsonObject,
} from '../../shared/core/json';
import { type Phase, phaseOf, type Status, statusOf } from '../../shared/waiting/documentStatus';

/**
 * What the list can be filtered by (documented), in the order of a document's life. The states of
 * one that is processed are not all among it: `retention_expired` is one too.
 */
export const FILTERS: Array<[Status, string]> = [
	['queued', 'pending'],
	['queued', 'queued'],
	['processing', 'in_progress'],
	['failed', 'failed'],
];

/** Formats of an export (documented). */
export const FORMATS = ['json', 'text', 'xml', 'html', 'csv', 'pdf', 'docx'] as const;
export type Format = (typeof FORMATS)[number];
export const MEDIA_TYPES: Record<Format, string> = {
	json: 'application/json',
	text: 'text/plain',
	xml: 'application/xml',
	html: 'text/html',
	csv: 'text/csv',
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** A record of the processing history; one document makes one. `raw` is the object as it came. */
export interface HistoryRecord {
	/**
	 * Of the record; after an upload it may be that of the upload, as the vendor's pages disagree.
	 */
	id: string;
	uploadId: string | null;
	projectId: string | null;
	/** Not documented in records; read where it is given. */
	batchId: string | null;
	fileName: string | null;
	/** Bytes; the service writes them as text. A file has some, so 0 is not told. */
	fileSize: number | null;
	templateId: string | null;
	templateName: string | null;
	/** Format of the template, in which an export comes that names none. */
	resultFormat: string | null;
	status: Status;
	/** The service's own word for it. */
	state: string;
	phase: Phase;
	/**
	 * `processingResult`: an object whose keys come from the template, or (assumption) a text; null
	 * while there is none.
	 */
	result: unknown;
	/** Why it failed; which key holds that is not documented. */
	failure: string | null;
	createdAt: string | null;
	completedAt: string | null;
	updatedAt: string | null;
	raw: JsonObject;
}

/** Reads a record; every field may be missing before it is completed (assumption). */
export function readRecord(value: unknown): HistoryRecord {
	const raw = objectOf(value);
	const result = raw.processingResult ?? null;
	const state = textOf(raw.status) ?? 'unknown';
	const failure =
		textOf(raw.error) ?? textOf(raw.errorMessage) ?? textOf(objectOf(raw.error).message);
	const status = statusIn(state, result, failure);
	return {
		id: idOf(raw.id),
		uploadId: idOf(raw.uploadId) || null,
		projectId: idOf(raw.projectId) || null,
		batchId: idOf(raw.batchId) || null,
		fileName: textOf(raw.fileName),
		fileSize: numberOf(raw.fileSize) || null,
		templateId: idOf(raw.templateId) || null,
		templateName: textOf(raw.templateName),
		resultFormat: textOf(raw.resultFormat),
		status,
		state,
		phase: phaseOf(status),
		result,
		failure: failure ?? (status === 'failed' ? textOf(raw.message) : null),
		createdAt: textOf(raw.createdAt),
		completedAt: textOf(raw.completedAt),
		updatedAt: textOf(raw.updatedAt),
		raw,
	};
}

/** An id; opaque. */
export function idOf(value: unknown): string {
	return textOf(value)?.trim() ?? '';
}

/**
 * `completed` and `failed` are documented ends, and so is `retention_expired`: the file is gone,
 * the result stays readable.
 */
function statusIn(state: string, result: unknown, failure: string | null): Status {
	if (state !== 'retention_expired') return statusOf(state);
	return result === null && failure !== null ? 'failed' : 'processed';
}

export interface ListPage {
	records: HistoryRecord[];
	/**
	 * Records that match, and the pages they fill, as the service counts them; null where it does not
	 * say.
	 */
	total: number | null;
	pages: number | null;
}

/**
 * Reads a page of the list: `{ data, pagination: { page, limit, total, pages } }`; undefined for
 * what is none of the service's.
 */
export function readListPage(value: unknown): ListPage | undefined {
	const { data, pagination } = objectOf(value);
	const list = listOf(data);
	const records = (list ?? []).filter(isObject).map(readRecord);
	if (!list || (list.length > 0 && !records.some(({ id }) => id !== ''))) return undefined;
	const { total, pages } = objectOf(pagination);
	return { records, total: numberOf(total), pages: numberOf(pages) };
}

/** A project or a template of a list. */
export interface CatalogEntry {
	id: string;
	name: string;
	/** Of a template: its project. */
	projectId: string | null;
	/** False only where the service says so. */
	isActive: boolean;
	raw: JsonObject;
}

/**
 * Reads a bare list; undefined for what is none of the service's. A template has its id under
 * `templateId` (documented).
 */
export function readEntries(value: unknown): CatalogEntry[] | undefined {
	const entries = arrayOf(value)
		.filter(isObject)
		.map((raw) => {
			const id = idOf(raw.templateId ?? raw.id);
			return {
				id,
				name: textOf(raw.name)?.trim() || id,
				projectId: idOf(raw.projectId) || null,
				isActive: raw.isActive !== false,
				raw,
			};
		});
	const isOwn = Array.isArray(value) && (value.length === 0 || entries.some(({ id }) => id !== ''));
	return isOwn ? entries : undefined;
}
