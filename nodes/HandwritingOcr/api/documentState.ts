import { quoted } from '../../shared/core/quote';
import { Failure } from '../../shared/core/errors';
import { DocumentFailure } from '../../shared/waiting/documentStatus';
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

export function processingFailure({
	id,
	fileName,
	status,
	state,
	failure,
}: OcrDocument): DocumentFailure {
	const name = fileName ? ` (${quoted(fileName)})` : '';
	return new DocumentFailure(
		`Document ${id}${name} could not be processed${failure ? `: ${failure}` : ''} (status: ${state})`,
		'Check that the file opens and is readable, then upload it again. The service gives the credits of failed pages back.',
	).with({ id, status });
}
