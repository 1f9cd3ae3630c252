import type { INodeExecutionData } from 'n8n-workflow';

import { Finisher } from '../../shared/operations/collectResult';
import type { OutputMode } from '../../shared/core/documentResult';
import { WaitLoop } from '../../shared/waiting/statusPoller';
import { MeteredPace } from '../api/pace';
import { SERVICE_NAME } from '../api/service';
import { type Place, RecordSight } from '../api/sight';
import { simplify } from '../api/simplify';
import type { WireRecord } from '../api/wire';
import type { Run } from './operation';
import { present } from './output';
import { processingFailure } from './recordState';

/** An upload that is waited for: what is known of it, and where its record will be. */
export interface Uploaded extends WireRecord {
	place: Place;
}

/**
 * Waits for the records of a run.
 *
 * @param signal ends the waiting
 * @param looksAtOnce looks at single records that run at the same time
 */
export function finisherOf(run: Run, signal: AbortSignal, looksAtOnce: number): Finisher<Uploaded> {
	const sight = new RecordSight(run.service);
	const loop = new WaitLoop(sight, signal, new MeteredPace(), looksAtOnce);
	return new Finisher<Uploaded>(run.context, {
		serviceName: SERVICE_NAME,
		finished: async ({ id, batchId, place }, order) => {
			sight.expect(id, place);
			const { document } = await loop.finished(id, order);
			return { document: { ...document, batchId: document.batchId ?? batchId, place } };
		},
		failure: (record) => processingFailure(record).with(batchOf(record)),
		present: (record, mode) => withBatch(record, present(run, record, mode), mode),
		// Once the record is known, its own id is of more use than the upload's.
		summary: (record) => summaryOfUpload({ ...record, id: sight.recordId(record.id) }),
	});
}

/** The item of an upload that is not finished. */
export function summaryOfUpload(record: Uploaded): INodeExecutionData['json'] {
	return { ...simplify(record), ...batchOf(record) };
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

function batchOf({ batchId }: WireRecord): { batchId?: string } {
	return batchId === null ? {} : { batchId };
}
