import { Failure } from '../../shared/core/errors';
import { type DocumentFailure, documentFailure } from '../../shared/waiting/documentStatus';
import type { OcrDocument } from './parse';

/**
 * For operations that need the result and do not wait for it.
 * @throws Failure when the document is pending or failed
 */
export function requireDone(document: OcrDocument): void {
	if (document.phase === 'failed') throw processingFailure(document);
	if (document.phase === 'pending') throw notFinished(document);
}

export function notFinished({ id, status, state }: OcrDocument): Failure {
	return new Failure(
		`Document ${id} is not finished yet (status: ${state})`,
		'Put the operation "Wait" before this one.',
	).with({ id, status });
}

export function processingFailure(document: OcrDocument): DocumentFailure {
	return documentFailure(
		`Document ${document.id}`,
		document,
		'Check that the file opens and is readable, then upload it again. The service gives the credits of failed pages back.',
	);
}
