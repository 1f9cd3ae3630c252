import type { INodeExecutionData } from 'n8n-workflow';

import { ResultCollector } from '../../shared/operations/collectResult';
import { documentItem, type OutputMode } from '../../shared/core/documentResult';
import { accountMark } from '../../shared/http/accountMark';
import { processingTimes } from '../../shared/waiting/processingTimes';
import { StatusPoller } from '../../shared/waiting/statusPoller';
import { SERVICE_NAME } from '../api/client';
import { type Place, placeholderId, RecordStatusSource } from '../api/statusSource';
import { toDocumentResult } from '../api/result/toDocumentResult';
import type { HistoryRecord } from '../api/parse';
import type { Run } from './operation';
import { toItems } from './toItems';
import { processingFailure } from './recordState';

/** An upload that is waited for: what is known of it, and where its record will be. */
export interface Uploaded extends HistoryRecord {
	place: Place;
}

/**
 * Waits for the records of a run.
 *
 * @param signal ends the waiting
 * @param looksAtOnce looks at single records that run at the same time
 */
export function resultCollectorOf(
	run: Run,
	signal: AbortSignal,
	looksAtOnce: number,
): ResultCollector<Uploaded> {
	const source = new RecordStatusSource(run.service);
	const poller = new StatusPoller(source, signal, { looksAtOnce, times: processingTimes });
	const account = accountMark(run.service.client.service);
	return new ResultCollector<Uploaded>(run.context, {
		name: SERVICE_NAME,
		finished: async ({ id, batchId, templateId, place }, order) => {
			source.expect(id, place);
			const { document } = await poller.finished(id, {
				...order,
				kind: JSON.stringify([account, place.projectId, templateId]),
			});
			return {
				document: {
					...document,
					// The service may respell it.
					fileName: place.fileName || document.fileName,
					batchId: document.batchId ?? batchId,
					place,
				},
			};
		},
		failure: (record) => processingFailure(record).with(batchOf(record)),
		result: toDocumentResult,
		present: (record, mode) => withBatch(record, toItems(run, record, mode), mode),
		// Once the record is known, its own id is of more use than the upload's.
		summary: (record) => summaryOfUpload({ ...record, id: source.recordId(record.id) }),
	});
}

/** The item of an upload that is not finished. */
export function summaryOfUpload(record: Uploaded): INodeExecutionData['json'] {
	const { batch } = record.place;
	const hasId = !batch || record.id !== placeholderId(batch);
	return {
		...documentItem(toDocumentResult(record)),
		...(!hasId && { id: null }),
		...batchOf(record),
	};
}

/** The whole document says which batch it is of; pages and rows have columns of their own. */
function withBatch(
	record: Uploaded,
	items: INodeExecutionData[],
	mode: OutputMode,
): INodeExecutionData[] {
	return mode === 'document'
		? items.map((item) => ({ ...item, json: { ...item.json, ...batchOf(record) } }))
		: items;
}

function batchOf({ batchId }: HistoryRecord): { batchId?: string } {
	return batchId === null ? {} : { batchId };
}
