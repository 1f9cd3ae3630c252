import { InputFailure } from '../../../../nodes/shared/core/errors.ts';
import { uploadOptions } from '../../../../nodes/shared/upload/uploadOptions.ts';
import { execution } from '../simulation/execution.mts';

/** What an upload is told by its options, and by the parameters beside them. */
const read = (options: Record<string, unknown>, parameters: Record<string, unknown> = {}) =>
	uploadOptions(execution({ parameters }).context, 0, options);

const atOnce = { waitForCompletion: false };
const waiting = {
	timeoutMs: 600_000,
	onTimeout: 'error',
	mode: 'document',
	deleteWhenDone: false,
};

it('waits for each file alone, sends all that it is given, and names it as it is', () => {
	expect(read({})).toEqual({
		caps: {},
		combines: false,
		ifUploadedBefore: 'again',
		fileName: '',
		settings: waiting,
	});
});

it('takes what is set, also as text', () => {
	const options = {
		combineFiles: 'true',
		ifUploadedBefore: 'skip',
		fileName: ' letter.pdf ',
		maxPagesPerFile: 5,
		maxPagesPerExecution: '50',
		deleteWhenDone: true,
	};
	expect(read(options, { output: 'pages' })).toEqual({
		caps: { perFile: 5, perExecution: 50 },
		combines: true,
		ifUploadedBefore: 'skip',
		fileName: 'letter.pdf',
		settings: { ...waiting, mode: 'pages', deleteWhenDone: true },
	});
});

it('has no settings for a result that is not waited for', () => {
	expect(read({ deleteWhenDone: true }, atOnce).settings).toBeUndefined();
});

it('reads the parameters of its item', () => {
	const { context } = execution({ parameters: [{ output: 'raw' }, { output: 'rows' }] });
	expect(uploadOptions(context, 1, {}).settings?.mode).toBe('rows');
});

it.each([
	[
		'combining without the results',
		{ combineFiles: true },
		atOnce,
		'"Combine Files of an Item" needs the results of all files',
		'Turn on "Wait for Completion", or remove the option.',
	],
	[
		'combining raw answers',
		{ combineFiles: true },
		{ output: 'raw' },
		'"Combine Files of an Item" does not go together with "Output" set to Raw',
		'Set "Output" to Document, or remove the option: raw answers of the service stay one by one.',
	],
	[
		'deleting what is to be used again',
		{ ifUploadedBefore: 'reuse', deleteWhenDone: true },
		{},
		'"Delete When Done" would delete the result that "If File Was Uploaded Before" wants to use again',
		'Remove one of the two options.',
	],
])('refuses %s', (_, options, parameters, message, nextStep) => {
	const refused = () => read(options, parameters);
	expect(refused).toThrow(InputFailure);
	expect(refused).toThrow(expect.objectContaining({ message, nextStep }));
});

it.each([
	['raw answers one by one', {}, { output: 'raw' }],
	['combining in another output', { combineFiles: true }, { output: 'rows' }],
	['results one by one that are not waited for', {}, atOnce],
	['using again what is kept', { ifUploadedBefore: 'reuse' }, {}],
	['using again without a wait', { ifUploadedBefore: 'reuse', deleteWhenDone: true }, atOnce],
	['skipping beside deleting', { ifUploadedBefore: 'skip', deleteWhenDone: true }, {}],
	['deleting what is sent again', { ifUploadedBefore: 'again', deleteWhenDone: true }, {}],
])('allows %s', (_, options, parameters) => {
	expect(() => read(options, parameters)).not.toThrow();
});

it.each([
	[{ combineFiles: 'perhaps' }, '"perhaps" is not a valid value for "Combine Files of an Item"'],
	[{ ifUploadedBefore: 'never' }, '"never" is not a valid value for "If File Was Uploaded Before"'],
	[{ fileName: {} }, '"File Name" is "{}", which is not a text'],
	[{ maxPagesPerFile: -1 }, '"Max Pages per File" is -1'],
])('refuses the value in %p', (options, message) => {
	expect(() => read(options)).toThrow(message);
});

it.each(['again', 'reuse', 'skip'])('knows what to do with an earlier upload: %s', (choice) => {
	expect(read({ ifUploadedBefore: choice }).ifUploadedBefore).toBe(choice);
});
