import { quoted } from '../../shared/core/quote';
import { Failure } from '../../shared/core/errors';
import { type DocumentFailure, documentFailure } from '../../shared/waiting/documentStatus';
import type { HistoryRecord } from './parse';

/**
 * For operations that need the result and do not wait for it.
 * @throws Failure when the record is pending or failed
 */
export function requireDone(record: HistoryRecord): void {
	if (record.phase === 'failed') throw processingFailure(record);
	if (record.phase === 'pending') throw notFinished(record);
}

function notFinished({ id, fileName, status, state }: HistoryRecord): Failure {
	const name = fileName ? ` (${quoted(fileName)})` : '';
	return new Failure(
		`Record ${id}${name} is not finished yet (status: ${state})`,
		'Upload with "Wait for Completion", put a Wait node before this one, or start from the Ocriva Trigger.',
	).with({ id, status });
}

export function processingFailure(record: HistoryRecord): DocumentFailure {
	return documentFailure(
		`The document of record ${record.id}`,
		record,
		'Check that the file opens and is readable, and that the template suits it, then upload it again.',
	);
}
