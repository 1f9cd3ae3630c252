import { InputFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	namingFiles,
	notListed,
	TYPE_REFUSED,
	unconfirmed,
	UnconfirmedFailure,
	undecided,
	unlisted,
} from '../../../../nodes/shared/upload/uploadErrors.ts';

const file = (name: string, mimeType: string) => ({
	field: 'data',
	name,
	mimeType,
	size: 1,
	open: async () => new Uint8Array(1),
});
const files = [
	file('a.bmp', 'image/bmp'),
	file('b.txt', 'text/plain'),
	file('c.odt', 'application/vnd.oasis.opendocument.text'),
	file('d.svg', 'image/svg+xml'),
];
const ofType = new ServiceFailure(`${TYPE_REFUSED}: allowed are PDF and PNG`, 'Convert it.', 415, {
	allowed: ['pdf', 'png'],
}).with({ id: 'doc1' });
const ofSize = new ServiceFailure('The file is too large', 'Split it.', 413, 'too large');

describe('a refusal for the type of a file', () => {
	it.each([
		[1, '"a.bmp" (image/bmp)'],
		[2, 'all of "a.bmp" (image/bmp), "b.txt" (text/plain)'],
		[
			3,
			'all of "a.bmp" (image/bmp), "b.txt" (text/plain), "c.odt" (application/vnd.oasis.opendocument.text)',
		],
		[
			4,
			'all of "a.bmp" (image/bmp), "b.txt" (text/plain), "c.odt" (application/vnd.oasis.opendocument.text) and others',
		],
	])('names the files and what they were taken for, of %s', (count, named) => {
		const failure = namingFiles(ofType, files.slice(0, count));
		expect(failure.message).toBe(`The service does not take ${named}: allowed are PDF and PNG`);
	});

	it('keeps all else that is known', () => {
		const failure = namingFiles(ofType, files.slice(0, 1));
		expect(failure).toBeInstanceOf(ServiceFailure);
		expect(failure).toMatchObject({
			nextStep: 'Convert it.',
			status: 415,
			body: { allowed: ['pdf', 'png'] },
			details: { httpStatus: 415, id: 'doc1' },
		});
	});

	it('takes a name as it is, also with signs that stand for something elsewhere', () => {
		const { message } = namingFiles(ofType, [file("$& $1 $'.bmp", 'image/bmp')]);
		expect(message).toContain(`does not take "$& $1 $'.bmp" (image/bmp): allowed`);
	});
});

describe('a refusal for the size of a file', () => {
	it.each([
		[1, 'The file is too large ("a.bmp")'],
		[2, 'The file is too large ("a.bmp", "b.txt")'],
		[4, 'The file is too large ("a.bmp", "b.txt", "c.odt" and others)'],
	])('names the files, of %s', (count, message) => {
		const failure = namingFiles(ofSize, files.slice(0, count));
		expect(failure).toMatchObject({ message, nextStep: 'Split it.', status: 413 });
		expect(failure).toMatchObject({ body: 'too large', details: { httpStatus: 413 } });
	});

	it('takes a name as it is, also with words that are said of several files', () => {
		const failure = namingFiles(ofSize, [file('all of it.pdf', 'application/pdf')]);
		expect(failure.message).toBe('The file is too large ("all of it.pdf")');
	});
});

it.each([
	['another refusal', new ServiceFailure('The value is wrong', '', 422, {})],
	['one that speaks of a type later on', new ServiceFailure(`No. ${TYPE_REFUSED}`, '', 422, {})],
	['what the service has not said', new InputFailure(TYPE_REFUSED, '')],
])('leaves %s as it is', (_, failure) => {
	expect(namingFiles(failure, files)).toBe(failure);
});

it('makes a failure of anything else', () => {
	expect(namingFiles(new TypeError('no such method'), files)).toMatchObject({
		message: 'no such method',
		nextStep: expect.stringContaining('report it to the maintainers'),
	});
});

describe('an upload whose document is not known', () => {
	const words = {
		fileName: 'letter.pdf',
		lookWith: 'Document > Get Many',
		resumeWith: 'the operation "Wait"',
	};
	const cause = new InputFailure('The connection broke off', 'Try again.');
	const once =
		'It was not sent again by itself, as that could be paid twice; check with Document > Get Many, then run it again.';

	it.each([
		[
			'may still come',
			true,
			'The service lists no such document yet; after an answer that got lost it can still come within a minute.',
		],
		[
			'is not there',
			false,
			'The service lists no such document, so most likely nothing was created or charged.',
		],
	])('%s', (_, mayStillCome, first) => {
		const failure = unconfirmed(words, cause, mayStillCome);
		expect(failure).toBeInstanceOf(UnconfirmedFailure);
		expect(failure).toMatchObject({
			message: 'The upload of "letter.pdf" was not confirmed: The connection broke off',
			nextStep: `${first} ${once}`,
			details: { fileName: 'letter.pdf', cause: 'The connection broke off' },
		});
	});

	it('is named by what was looked for', () => {
		expect(notListed('such batch', true)).toMatch(/^The service lists no such batch yet;/);
		expect(notListed('such batch', false)).toMatch(/^The service lists no such batch, so most/);
	});

	it('cannot be looked for', () => {
		const failure = unlisted(words, cause, new InputFailure('The service is down', 'Wait.'));
		expect(failure).toBeInstanceOf(UnconfirmedFailure);
		expect(failure).toMatchObject({
			message: 'The upload of "letter.pdf" was not confirmed: The connection broke off',
			nextStep: `Whether the document was created is not known, as the list of documents could not be read either: The service is down. ${once}`,
			details: { fileName: 'letter.pdf', cause: 'The connection broke off' },
		});
	});

	it.each([
		[['doc1'], "a document fits, but may be another upload's: doc1"],
		[['doc1', 'doc2'], 'more than one document fits: doc1, doc2'],
	])('may be one of %p', (ids, what) => {
		const failure = undecided(words, ids);
		expect(failure).toBeInstanceOf(UnconfirmedFailure);
		expect(failure).toMatchObject({
			message: `The answer to the upload of "letter.pdf" got lost, and ${what}`,
			nextStep:
				'Nothing was sent again. Open these documents to see which one is yours, then continue with the operation "Wait".',
			details: { fileName: 'letter.pdf', candidates: ids },
		});
	});
});
