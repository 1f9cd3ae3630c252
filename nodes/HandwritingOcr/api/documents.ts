import type { IDataObject } from 'n8n-workflow';

import { ForeignAnswerFailure, isMissing, toFailure } from '../../shared/core/errors';
import { mediaTypeOf } from '../../shared/core/mime';
import { apiText } from '../../shared/http/errorText';
import { ANY_JSON, type Expected } from '../../shared/http/judgeAnswer';
import type { ApiAnswer } from '../../shared/http/service';
import type { Waiter } from '../../shared/core/cancel';
import { objectOf } from '../../shared/core/json';
import { MultipartBody } from '../../shared/http/multipart';
import type { Upload } from '../../shared/operations/documentService';
import type { HandwritingOcr } from './client';
import {
	type Action,
	type Format,
	isDocument,
	isListPage,
	type ListPage,
	MEDIA_TYPES,
	readDocument,
	readListPage,
	type OcrDocument,
	withContent,
} from './parse';

/**
 * The documented limit of the service, read as 1024 x 1024 and inclusive, as the vendor's own
 * client does. Bytes.
 */
export const LARGEST_FILE = 20 * 2 ** 20;
/** The documented upper limit of `per_page`. */
export const LARGEST_PAGE = 200;
/** A file of 20 MB over a slow line takes minutes. */
const UPLOAD_TIMEOUT_MS = 300_000;

export interface UploadFields {
	action: Action;
	extractorId?: string;
	/** Seconds, 300 to 1209600. */
	deleteAfter?: number;
	/** v3 only. */
	webhookUrl?: string;
	/** v2 only. */
	promptId?: string;
}

/**
 * `POST /documents`: one page credit a page. Repeated only on 429 and when the connection was
 * refused, as there is no idempotency key and a repeat would be paid again.
 */
export async function uploadDocument(
	{ client, dialect }: HandwritingOcr,
	{ file, fields }: Upload<UploadFields>,
	until: AbortSignal,
): Promise<OcrDocument> {
	const { action, extractorId, deleteAfter, webhookUrl, promptId } = fields;
	const parts: Record<string, string> = { action };
	if (extractorId) parts.extractor_id = extractorId;
	if (deleteAfter !== undefined) parts.delete_after = String(deleteAfter);
	if (webhookUrl && dialect === 'v3') parts.webhook_url = webhookUrl;
	if (promptId && dialect === 'v2') parts.prompt_id = promptId;
	const answer = await client.request({
		route: 'upload',
		method: 'POST',
		path: '/documents',
		body: () => new MultipartBody(parts, 'file', file),
		retry: 'ifRefused',
		answer: 'json',
		expects: { what: 'a document', isOwn: ({ body }) => readDocument(body).id !== '' },
		timeoutMs: UPLOAD_TIMEOUT_MS,
		until,
	});
	const known = { file_name: file.name, action, status: 'queued' };
	return readDocument({ ...known, ...objectOf(answer.body) });
}

/** `GET /documents`: one page, newest first, without results. @param perPage 1 to 200 */
export async function listDocuments(
	{ client }: HandwritingOcr,
	page: number,
	perPage: number,
): Promise<ListPage & { headers: IDataObject }> {
	const answer = await client.request({
		route: 'list',
		method: 'GET',
		path: '/documents',
		query: { page, per_page: perPage },
		retry: 'always',
		answer: 'json',
		expects: { what: 'a list of documents', isOwn: ({ body }) => isListPage(body) },
	});
	return { ...readListPage(answer.body, page, perPage), headers: answer.headers };
}

/**
 * `GET /documents/{id}`: status, and the results once processed. 202 and a pending status in a 200
 * mean the same. Where a processed document comes without results, as v2 documents it, they are
 * read from `.json`.
 */
export async function getDocument(
	service: HandwritingOcr,
	id: string,
	waiter?: Waiter,
): Promise<OcrDocument> {
	const document = await getStatus(service, id, waiter);
	if (document.phase !== 'done' || document.results !== null) return document;
	const { status, body } = await service.client.request({
		route: 'download',
		subject: id,
		method: 'GET',
		path: filePath(id, 'json'),
		retry: 'always',
		answer: 'json',
	});
	return status === 202
		? readDocument({ ...document.raw, status: 'processing' }, id)
		: withContent(document, body);
}

/** `GET /documents/{id}` as it is. */
export async function getStatus(
	{ client }: HandwritingOcr,
	id: string,
	waiter?: Waiter,
): Promise<OcrDocument> {
	const answer = await client.request({
		route: 'get',
		subject: id,
		method: 'GET',
		path: `/documents/${encodeURIComponent(id)}`,
		retry: 'always',
		...waiter,
		answer: 'json',
		expects: {
			what: 'a document',
			isOwn: (given) => isDocument(given.body) || (given.status === 202 && ANY_JSON.isOwn(given)),
		},
	});
	return readDocument(
		{ ...(answer.status === 202 && { status: 'processing' }), ...objectOf(answer.body) },
		id,
	);
}

/** A text has the type of its format, or one that says nothing; 202 comes with any. */
function fileOf(format: Format): Expected {
	const others = ['text/html', 'application/json'].filter(
		(type) => format !== 'docx' && format !== 'xlsx' && type !== MEDIA_TYPES[format],
	);
	return {
		what: 'a file',
		isOwn: ({ status, headers }) =>
			!(status === 202 ? ['text/html'] : others).includes(mediaTypeOf(headers)),
	};
}

/**
 * `GET /documents/{id}.{format}`: the finished document as a file, handed to `store` as a stream,
 * and again when it breaks off half-way; status 202 while it is not finished.
 */
export async function downloadFile<Result>(
	{ client }: HandwritingOcr,
	{ id, format }: { id: string; format: Format },
	store: (answer: ApiAnswer) => Promise<Result>,
): Promise<Result> {
	return await client.download(
		{ route: 'download', subject: id, path: filePath(id, format), expects: fileOf(format) },
		store,
	);
}

function filePath(id: string, format: Format): string {
	return `/documents/${encodeURIComponent(id)}.${format}`;
}

/**
 * `DELETE /documents/{id}`: for good. A repeat that finds nothing means that the first try was
 * served; where the answer is no confirmation, the document is looked for.
 */
export async function deleteDocument(service: HandwritingOcr, id: string): Promise<void> {
	try {
		await service.client.request({
			route: 'delete',
			subject: id,
			method: 'DELETE',
			path: `/documents/${encodeURIComponent(id)}`,
			retry: 'always',
			answer: 'json',
			expects: { what: 'a confirmation', isOwn: ({ body }) => confirmsDeletion(body) },
		});
	} catch (error) {
		const isDone = isMissing(error)
			? error.afterLostAnswer
			: error instanceof ForeignAnswerFailure && (await isGone(service, id));
		if (!isDone) throw toFailure(error);
	}
}

async function isGone(service: HandwritingOcr, id: string): Promise<boolean> {
	return await getStatus(service, id).then(() => false, isMissing);
}

/** Nothing is documented; what is not may say it in some way. */
function confirmsDeletion(body: unknown): boolean {
	if (typeof body === 'string') return body.trim() === '';
	const { success, deleted, error } = objectOf(body);
	if (error || success === false) return false;
	const text = apiText(body) ?? '';
	return success === true || deleted === true || /^(?!.*\b(?:not|be)\b).*\bdeleted\b/i.test(text);
}
