import { ServiceFailure, toFailure } from '../../shared/core/errors';
import type { Waiter } from '../../shared/core/cancel';
import { dayBefore, isOlder, newestPages } from './listing';
import { getRecord } from './records';
import type { Ocriva } from './client';
import type { HistoryRecord } from './parse';

/** Where a record is looked for. */
interface Where {
	projectId: string;
	/** It is no older than this, with a day for clocks that differ. Milliseconds since 1970. */
	since?: number;
	/** Pages of the newest records; 10 unless given. The newest page may be part-filled. */
	mostPages?: number;
	waiter?: Waiter;
}

/**
 * The record of an id, which may also be the one that an upload gave (the vendor's pages disagree):
 * where that is not the record's own, it is looked for among the newest records.
 *
 * @returns what the service answered to the id, 404 or 401, when there is neither
 */
export async function lookUp(
	service: Ocriva,
	id: string,
	{ projectId, since, mostPages = 10, waiter }: Where,
): Promise<HistoryRecord | ServiceFailure> {
	try {
		return await getRecord(service, id, projectId, waiter);
	} catch (error) {
		// Outside the key's reach is answered for an id that is no record's, too.
		if (!(error instanceof ServiceFailure) || (error.status !== 404 && error.status !== 401))
			throw toFailure(error);
		let pages = 0;
		const query = { projectId, ...(since !== undefined && { fromDate: dayBefore(since) }) };
		for await (const page of newestPages(service, query)) {
			const record = page.records.find((one) => one.id === id || one.uploadId === id);
			if (record) return await withResult(service, record, projectId);
			if (++pages >= mostPages || (since !== undefined && isOlder(page, since))) break;
		}
		return error;
	}
}

/** @throws ServiceFailure when there is no such record, see {@link lookUp} */
export async function findRecord(
	service: Ocriva,
	id: string,
	projectId: string,
): Promise<HistoryRecord> {
	const found = await lookUp(service, id, { projectId });
	if (found instanceof ServiceFailure) throw toFailure(found);
	return found;
}

/** Lists are documented with results, but may lack them; the record itself has it. */
async function withResult(
	service: Ocriva,
	record: HistoryRecord,
	projectId: string,
): Promise<HistoryRecord> {
	return record.phase === 'done' && record.result === null
		? await getRecord(service, record.id, projectId)
		: record;
}
