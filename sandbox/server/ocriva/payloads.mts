import type { JsonObject } from '../shared/json.mts';
import type { Template } from './organizations.mts';
import type { HistoryRecord } from './records.mts';
import type { DeliverySwitches } from './settings.mts';
import { isoDate, templateEntry } from './wire.mts';

/** `document.uploaded`: `id` is the upload's, and the size is a number here (documented). */
export function uploadedPayload({
	uploadId,
	fileName,
	fileSize,
	mimeType,
	template,
	batchId,
}: HistoryRecord): JsonObject {
	return {
		id: uploadId,
		fileName,
		fileSize: Number(fileSize),
		mimeType,
		status: 'uploaded',
		templateId: template?.templateId ?? null,
		...(batchId === null ? {} : { batchId }),
	};
}

/** `document.processed` and `document.failed`, whose fields are not documented. */
export function finishedPayload(
	record: HistoryRecord,
	{ recordKey, results }: DeliverySwitches,
): JsonObject {
	return {
		...uploadedPayload(record),
		...(recordKey === 'none' ? {} : { [recordKey]: record.id }),
		status: record.outcome,
		templateName: record.template?.name ?? null,
		...(results && record.outcome === 'completed'
			? { processingResult: record.processingResult }
			: {}),
		...(record.error === null ? {} : { error: record.error }),
		completedAt: isoDate(record.completedAt),
	};
}

/** `template.created`, whose fields are not documented. */
export function templatePayload(template: Template): JsonObject {
	return { id: template.templateId, ...templateEntry(template) };
}
