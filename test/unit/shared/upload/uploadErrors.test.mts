import { Failure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import type { InputFile } from '../../../../nodes/shared/http/multipart.ts';
import {
	namingFiles,
	notListed,
	TYPE_REFUSED,
	unconfirmed,
	undecided,
	unlisted,
} from '../../../../nodes/shared/upload/uploadErrors.ts';

const fileOf = (name: string): InputFile => ({
	field: 'data',
	name,
	mimeType: 'text/plain',
	size: 1,
	open: async () => new Uint8Array(1),
});
const upload = {
	fileName: 'scan.pdf',
	lookWith: 'Document > Get Many',
	resumeWith: 'the operation Wait',
};
const cause = new Failure('The connection broke off', '');

describe('a refusal of files names them', () => {
	const refusal = (status: number, message: string) =>
		new ServiceFailure(message, 'Convert it.', status, { code: 7 }).with({ id: 'a' });
	const files = ['a.txt', 'b.txt', 'c.txt', 'd.txt'].map(fileOf);

	it.each([
		[1, 'The service does not take "a.txt" (text/plain)'],
		[2, 'The service does not take all of "a.txt" (text/plain), "b.txt" (text/plain)'],
		[
			4,
			'The service does not take all of "a.txt" (text/plain), "b.txt" (text/plain), "c.txt" (text/plain) and others',
		],
	])('by their types: %d', (count, message) => {
		const failure = namingFiles(refusal(422, TYPE_REFUSED), files.slice(0, count));
		expect(failure).toBeInstanceOf(ServiceFailure);
		expect(failure).toMatchObject({
			message,
			nextStep: 'Convert it.',
			status: 422,
			body: { code: 7 },
			details: { httpStatus: 422, id: 'a' },
		});
	});

	it.each([
		[1, 'Too large ("a.txt")'],
		[3, 'Too large ("a.txt", "b.txt", "c.txt")'],
	])('by their size: %d', (count, message) => {
		expect(namingFiles(refusal(413, 'Too large'), files.slice(0, count)).message).toBe(message);
	});

	it('where it speaks of them, and stays as it is elsewhere', () => {
		const other = refusal(422, 'The amount is wrong');
		expect(namingFiles(other, files)).toBe(other);
		expect(namingFiles(cause, files)).toBe(cause);
		expect(namingFiles(new Error('a bug'), files).message).toBe('a bug');
	});
});

it('an upload without an answer, which the service does not list, says what it would cost to send it again', () => {
	expect(unconfirmed(upload, cause, false)).toMatchObject({
		name: 'UnconfirmedFailure',
		message: 'The upload of "scan.pdf" was not confirmed: The connection broke off',
		nextStep:
			'The service lists no such document, so most likely nothing was created or charged. It was not sent again by itself, as that could be paid twice; check with Document > Get Many, then run it again.',
		details: { fileName: 'scan.pdf', cause: 'The connection broke off' },
	});
	expect(unconfirmed(upload, cause, true).nextStep).toMatch(
		/^The service lists no such document yet; .* still come within a minute\. It was not sent again/,
	);
	expect(notListed('such record', false)).toContain('lists no such record, so');
	expect(notListed('such record', true)).toContain('lists no such record yet');
});

it('an upload without an answer, where the list cannot be read, says both', () => {
	expect(unlisted(upload, cause, new Failure('The service is down', ''))).toMatchObject({
		name: 'UnconfirmedFailure',
		message: 'The upload of "scan.pdf" was not confirmed: The connection broke off',
		nextStep:
			'Whether the document was created is not known, as the list of documents could not be read either: The service is down. It was not sent again by itself, as that could be paid twice; check with Document > Get Many, then run it again.',
		details: { fileName: 'scan.pdf', cause: 'The connection broke off' },
	});
});

it.each([
	[['a'], "a document fits, but may be another upload's: a"],
	[['a', 'b'], 'more than one document fits: a, b'],
])('documents that may be its own are named: %j', (ids, what) => {
	expect(undecided(upload, ids)).toMatchObject({
		name: 'UnconfirmedFailure',
		message: `The answer to the upload of "scan.pdf" got lost, and ${what}`,
		nextStep:
			'Nothing was sent again. Open these documents to see which one is yours, then continue with the operation Wait.',
		details: { fileName: 'scan.pdf', candidates: ids },
	});
});
