import type { Account } from '../shared/accounts.mts';
import type { JsonObject } from '../shared/json.mts';
import type { Document } from './documents.mts';
import type { Settings } from './settings.mts';

/** ISO 8601 with microseconds and `Z`: the dates of v3, deletion in lists included (documented). */
export function isoDate(time: number): string {
	return new Date(time).toISOString().replace('Z', '000Z');
}

/**
 * `YYYY-MM-DD HH:MM:SS` in UTC: the deletion date in detail answers (as in the documented example).
 */
export function shortDate(time: number): string {
	return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** ISO 8601 without a fraction: the dates of v2. */
export function secondsDate(time: number): string {
	return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** An item of the v3 list. */
export function listItem(document: Document, settings: Settings): JsonObject {
	return {
		id: document.id,
		file_name: document.fileName,
		action: document.action,
		page_count: pageCount(document, settings),
		status: document.status,
		automatically_deleted_at: isoDate(document.deletesAt),
		created_at: isoDate(document.createdAt),
		updated_at: isoDate(document.updatedAt),
	};
}

/** An item of the v2 list. */
export function listItemV2(document: Document, settings: Settings): JsonObject {
	return {
		document_id: document.id,
		status: document.status,
		created_at: secondsDate(document.createdAt),
		updated_at: secondsDate(document.updatedAt),
		automatically_deleted_at: secondsDate(document.deletesAt),
		page_count: pageCount(document, settings),
		original_file_name: document.fileName,
		action: document.action,
	};
}

/**
 * The detail answer of v3. `apiRoot` is the address that thumbnails stand below, such as
 * `http://127.0.0.1:4810/v3`.
 */
export function detail(
	document: Document,
	account: Account<Settings>,
	apiRoot: string,
): JsonObject {
	const { settings } = account;
	const processed = document.status === 'processed';
	return {
		id: document.id,
		file_name: document.fileName,
		action: document.action,
		page_count: pageCount(document, settings),
		status: document.status,
		...(settings.error && document.error !== null ? { error: document.error } : {}),
		...(processed ? { results: document.results } : {}),
		...(processed && settings.thumbnails !== 'none'
			? { thumbnails: thumbnails(document, settings, apiRoot) }
			: {}),
		...(settings.detailDates
			? {
					automatically_deleted_at: shortDate(document.deletesAt),
					created_at: isoDate(document.createdAt),
					updated_at: isoDate(document.updatedAt),
				}
			: {}),
	};
}

/** The status answer of v2: no results, as in its documented example. */
export function detailV2(document: Document): JsonObject {
	return {
		id: document.id,
		status: document.status,
		action: document.action,
		created_at: secondsDate(document.createdAt),
		updated_at: secondsDate(document.updatedAt),
	};
}

function pageCount({ status, pageCount }: Document, { pendingPageCount }: Settings): number | null {
	if (status === 'processed' || pendingPageCount === 'real') return pageCount;
	return pendingPageCount === 'zero' ? 0 : null;
}

function thumbnails(
	{ id, pageCount }: Document,
	settings: Settings,
	apiRoot: string,
): JsonObject[] {
	const root = settings.thumbnailOrigin === null ? apiRoot : `${settings.thumbnailOrigin}/v3`;
	const count = settings.thumbnails === 'first' ? Math.min(1, pageCount) : pageCount;
	return Array.from({ length: count }, (_, index) => ({
		page_number: index + 1,
		// The singular `document` is the documented path.
		url: `${root}/document/${id}/image-${index + 1}.jpg`,
	}));
}
