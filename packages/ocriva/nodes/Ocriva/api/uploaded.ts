import type { SentFile } from '../../shared/upload/sentFile';
import type { Upload } from '../../shared/operations/documentService';
import { type HistoryRecord, readRecord } from './parse';
import type { BatchFields, UploadedBatch, UploadFields } from './upload';

/** Where an uploaded document will be found. */
interface Place {
	projectId: string;
	fileName: string;
	batch?: BatchPlace;
	/** Whether the record has been seen, so that the id is the record's own. */
	isListed?: true;
}

/** A batch, all its files, and which of them this is. */
export interface BatchPlace {
	id: string;
	files: readonly SentFile[];
	uploadIds: readonly string[];
	index: number;
}

/** A record; of an upload in this run or one that is waited for, where it will be. */
export interface Uploaded extends HistoryRecord {
	place?: Place;
}

/** What a file is waited for by when the answer to its batch named no upload. */
export function placeholderId({ id, index }: Pick<BatchPlace, 'id' | 'index'>): string {
	return `${index + 1} of batch ${id}`;
}

/** What is known of each file of a batch once it is sent, in the order of its files. */
export function uploadedOf(
	sent: readonly SentFile[],
	{ projectId, templateId }: BatchFields,
	{ id: batchId, uploadIds, raw }: UploadedBatch,
): Uploaded[] {
	const files = sent.map(({ name, size }) => ({ name, size }));
	return files.map(({ name, size }, index) => {
		const uploadId = uploadIds[index] ?? '';
		const known = {
			id: uploadId || placeholderId({ id: batchId ?? '', index }),
			uploadId,
			batchId,
			projectId,
			templateId,
			templateName: raw.templateName,
			fileName: name,
			fileSize: size,
			status: 'uploaded',
		};
		// A batch that was found again by its records has no id; each record is known by its own.
		const place = {
			projectId,
			fileName: name,
			...(batchId !== null && { batch: { id: batchId, files, uploadIds, index } }),
		};
		return { ...readRecord(known), place };
	});
}

export function placed(record: HistoryRecord, { file, fields }: Upload<UploadFields>): Uploaded {
	return { ...record, place: { projectId: fields.projectId, fileName: file.name } };
}

/** Keeps what an upload's answer told; the service may respell the name. */
export function seenAs({ batchId, place }: Uploaded, record: HistoryRecord): Uploaded {
	const { projectId = '', fileName = '' } = place ?? {};
	return {
		...record,
		fileName: fileName || record.fileName,
		batchId: record.batchId ?? batchId,
		place: { ...place, projectId, fileName, isListed: true },
	};
}

export function batchOf({ batchId, place }: Uploaded): { batchId?: string } {
	return batchId === null || !place ? {} : { batchId };
}
