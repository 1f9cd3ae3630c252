import { ServiceFailure, toFailure } from '../../shared/core/errors';
import { newestPages } from './listing';
import { getRecord } from './records';
import type { Ocriva } from './client';
import type { HistoryRecord } from './parse';

/**
 * The record of an id, which may also be the one that an upload gave: where that is not the
 * record's own, it is looked for among the newest records.
 *
 * @throws ServiceFailure 404 when there is neither
 */
export async function findRecord(
	service: Ocriva,
	id: string,
	projectId: string,
): Promise<HistoryRecord> {
	try {
		return await getRecord(service, id, projectId);
	} catch (error) {
		if (!(error instanceof ServiceFailure) || error.status !== 404) throw toFailure(error);
		for await (const { records } of newestPages(service, { projectId })) {
			const record = records.find(({ uploadId }) => uploadId === id);
			if (record) return await getRecord(service, record.id, projectId);
			break;
		}
		throw toFailure(error);
	}
}
