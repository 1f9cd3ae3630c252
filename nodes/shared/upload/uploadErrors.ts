import { quoted } from '../core/quote';
import type { InputFile } from '../http/multipart';
import { Failure, ServiceFailure, toFailure } from '../core/errors';

/** What the services' explanations say of a file whose type they do not take. */
export const TYPE_REFUSED = 'The service does not take this type of file';

/**
 * A refusal of a file for its type or its size, with the files that were sent and what they were
 * taken for.
 */
export function namingFiles(error: unknown, files: readonly InputFile[]): Failure {
	const failure = toFailure(error);
	if (!(failure instanceof ServiceFailure)) return failure;
	const isType = failure.message.startsWith(TYPE_REFUSED);
	if (!isType && failure.status !== 413) return failure;
	const typed = ({ name, mimeType }: InputFile) => `${quoted(name)} (${mimeType})`;
	const named = listed(files.map(isType ? typed : ({ name }) => quoted(name)));
	const { message, nextStep, status, body, details } = failure;
	const which = files.length > 1 ? `all of ${named}` : named;
	const told = isType
		? message.replace(TYPE_REFUSED, () => `The service does not take ${which}`)
		: `${message} (${named})`;
	return new ServiceFailure(told, nextStep, status, body).with(details);
}

function listed(files: readonly string[]): string {
	return `${files.slice(0, 3).join(', ')}${files.length > 3 ? ' and others' : ''}`;
}

/** The upload may have created a document, and been paid; it must not be sent again by itself. */
export class UnconfirmedFailure extends Failure {}

/**
 * How an upload is spoken of: its file, and the operations that find its document and go on with
 * it.
 */
export interface UploadWords {
	fileName: string;
	/** Such as "Document > Get Many". */
	lookWith: string;
	/** Such as "the operation Wait". */
	resumeWith: string;
}

/**
 * The list was read, and the document is not on it.
 * @param mayStillCome a gateway that gave up on a request may have passed it on
 */
export function unconfirmed(
	{ fileName, lookWith }: UploadWords,
	cause: Failure,
	mayStillCome: boolean,
): UnconfirmedFailure {
	return new UnconfirmedFailure(
		`The upload of ${quoted(fileName)} was not confirmed: ${cause.message}`,
		`${notListed('such document', mayStillCome)} It was not sent again by itself, as that could be paid twice; check with ${lookWith}, then run it again.`,
	).with({ fileName, cause: cause.message });
}

/** @param what such as "such document" */
export function notListed(what: string, mayStillCome: boolean): string {
	return mayStillCome
		? `The service lists no ${what} yet; after an answer that got lost it can still come within a minute.`
		: `The service lists no ${what}, so most likely nothing was created or charged.`;
}

/** The list could not be read. */
export function unlisted(
	{ fileName, lookWith }: UploadWords,
	cause: Failure,
	reason: Failure,
): UnconfirmedFailure {
	return new UnconfirmedFailure(
		`The upload of ${quoted(fileName)} was not confirmed: ${cause.message}`,
		`Whether the document was created is not known, as the list of documents could not be read either: ${reason.message}. It was not sent again by itself, as that could be paid twice; check with ${lookWith}, then run it again.`,
	).with({ fileName, cause: cause.message });
}

/** There are documents that could be it, and others that these could belong to. */
export function undecided(
	{ fileName, resumeWith }: UploadWords,
	ids: string[],
): UnconfirmedFailure {
	const what =
		ids.length > 1
			? `more than one document fits: ${ids.join(', ')}`
			: `a document fits, but may be another upload's: ${ids.join(', ')}`;
	return new UnconfirmedFailure(
		`The answer to the upload of ${quoted(fileName)} got lost, and ${what}`,
		`Nothing was sent again. Open these documents to see which one is yours, then continue with ${resumeWith}.`,
	).with({ fileName, candidates: ids });
}
