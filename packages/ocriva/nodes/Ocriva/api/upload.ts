import { comparableText } from '../../shared/core/text';
import { arrayOf, type JsonObject, numberOf, objectOf } from '../../shared/core/json';
import type { ApiAnswer } from '../../shared/http/service';
import { accountMark } from '../../shared/http/accountMark';
import { MultipartBody, type InputFile } from '../../shared/http/multipart';
import type { Upload } from '../../shared/operations/documentService';
import { fileTypeOf } from './fileTypes';
import { type Ocriva, withoutEmpty } from './client';
import { idOf, readRecord, type HistoryRecord } from './parse';

/** A large file over a slow line takes minutes; a batch holds up to 50. */
const UPLOAD_TIMEOUT_MS = 300_000;
const BATCH_TIMEOUT_MS = 900_000;

/** How an upload is spoken of when its answer got lost. */
export const LOOK_WITH = 'Record > Get Many';
export const RESUME_WITH = 'the operation "Record > Get"';

export interface UploadFields {
	/** Required with either kind of key (documented). */
	projectId: string;
	templateId?: string | undefined;
	/** JSON text. */
	metadata?: string | undefined;
}

/**
 * `POST /openapi/upload`: one file, which makes one record. Repeated only on 429 and when the
 * connection was refused, as there is no idempotency key and a repeat would be paid again. The `id`
 * of the answer may be the record's or the upload's.
 */
export async function uploadDocument(
	{ client }: Ocriva,
	{ file, fields }: Upload<UploadFields>,
	until: AbortSignal,
): Promise<HistoryRecord> {
	const own = {
		fileName: file.name,
		fileType: fileTypeOf(file),
		fileSize: String(file.size),
		mimeType: file.mimeType,
	};
	const answer = await client.request({
		route: 'upload',
		place: fields.projectId,
		method: 'POST',
		path: '/openapi/upload',
		body: () => new MultipartBody({ ...own, ...withoutEmpty({ ...fields }) }, 'file', file),
		retry: 'ifRefused',
		answer: 'json',
		expects: { what: 'an upload', isOwn: hasId },
		timeoutMs: UPLOAD_TIMEOUT_MS,
		until,
	});
	return readRecord({ ...own, ...fields, status: 'uploaded', ...objectOf(answer.body) });
}

/** What the service lists an upload under, in whatever spelling; also one of a batch. */
export function uploadKey({ client }: Ocriva, projectId: string, fileName: string): string {
	return JSON.stringify([accountMark(client.service), projectId, comparableText(fileName)]);
}

/** A batch as its upload's answer tells it. */
export interface UploadedBatch {
	/** Null when the answer got lost, as records do not name their batch. */
	id: string | null;
	/**
	 * Of the uploads, in the order of the files (assumption: the answer lists them so); may be
	 * shorter than the files.
	 */
	uploadIds: string[];
	/** Null when the service does not say. */
	totalFiles: number | null;
	raw: JsonObject;
}

export interface BatchFields extends UploadFields {
	/** Made by the service when it is left out. */
	name?: string | undefined;
}

/** Files in a request (documented). */
export const LARGEST_BATCH = 50;

/**
 * `POST /openapi/batch/upload`: up to 50 files, which share a template. Repeated like a single
 * upload.
 */
export async function uploadBatch(
	{ client }: Ocriva,
	{ files, fields }: { files: readonly InputFile[]; fields: BatchFields },
	until: AbortSignal,
): Promise<UploadedBatch> {
	const answer = await client.request({
		route: 'uploadBatch',
		place: fields.projectId,
		method: 'POST',
		path: '/openapi/batch/upload',
		body: () => new MultipartBody(withoutEmpty({ ...fields }), 'files', ...files),
		retry: 'ifRefused',
		answer: 'json',
		expects: { what: 'a batch', isOwn: hasId },
		timeoutMs: BATCH_TIMEOUT_MS,
		until,
	});
	const raw = objectOf(answer.body);
	const listed = arrayOf(raw.uploadIds).map(idOf);
	// Of files that share an id nothing tells whose it is.
	const uploadIds = new Set(listed).size < listed.length ? [] : listed;
	return { id: idOf(raw.id), uploadIds, totalFiles: numberOf(raw.totalFiles), raw };
}

function hasId({ body }: ApiAnswer): boolean {
	return idOf(objectOf(body).id) !== '';
}
