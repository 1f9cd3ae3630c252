import { quoted, counted } from '../../shared/core/quote';
import type { Failure } from '../../shared/core/errors';
import type { InputFile } from '../../shared/http/multipart';
import { notListed, UnconfirmedFailure } from '../../shared/upload/uploadErrors';
import { LOOK_WITH, RESUME_WITH } from './upload';

/**
 * The answer to a batch is missing, and its records could not be told.
 *
 * @param search the records that could be of this batch, and why the list could not be read, when
 * that is so
 */
export function lostBatch(
	files: readonly InputFile[],
	cause: Failure,
	{ candidates = [], reason }: { candidates?: string[]; reason?: Failure },
): UnconfirmedFailure {
	return new UnconfirmedFailure(
		`The upload of a batch of ${counted(files.length, 'file')} (${shortList(files)}) was not confirmed: ${cause.message}`,
		nextStep(files, candidates, reason),
	).with({
		cause: cause.message,
		fileNames: files.map(({ name }) => name),
		candidates,
	});
}

function nextStep(
	files: readonly InputFile[],
	candidates: string[],
	reason: Failure | undefined,
): string {
	const notAgain = 'Nothing was sent again by itself, as that could be paid twice;';
	if (reason)
		return `Whether it was created is not known, as the list of records could not be read either: ${reason.message}. ${notAgain} check with ${LOOK_WITH}, then run it again.`;
	if (candidates.length === 0)
		return `${notListed('record of these files', true)} ${notAgain} check with ${LOOK_WITH}, then run it again.`;
	return `The service lists ${counted(candidates.length, 'new record')} with these file names for the ${files.length} files sent, so it cannot be told which are of this batch: ${candidates.slice(0, 10).join(', ')}${candidates.length > 10 ? ' and others' : ''}. ${notAgain} look at them, and continue with ${RESUME_WITH}.`;
}

function shortList(files: readonly InputFile[]): string {
	const names = files.slice(0, 3).map(({ name }) => quoted(name));
	return `${names.join(', ')}${files.length > names.length ? ' and others' : ''}`;
}
