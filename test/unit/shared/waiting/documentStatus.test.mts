import { Failure } from '../../../../nodes/shared/core/errors';
import {
	DeadlineFailure,
	DocumentFailure,
	documentFailure,
	phaseOf,
	statusOf,
} from '../../../../nodes/shared/waiting/documentStatus';

describe("a service's word", () => {
	it.each([
		['pending', 'queued'],
		['queued', 'queued'],
		['uploaded', 'queued'],
		['in_progress', 'processing'],
		['In Progress', 'processing'],
		['processing', 'processing'],
		['processed', 'processed'],
		['COMPLETED', 'processed'],
		[' done ', 'processed'],
		['failed', 'failed'],
		['rejected', 'failed'],
		['cancelled', 'failed'],
		['Canceled', 'failed'],
		['timed-out', 'failed'],
		['READY', 'processed'],
		['completed_with_warnings', 'processed'],
		['Processing Failed', 'failed'],
		['ocr-completed', 'processed'],
		['InProgress', 'processing'],
		['processingFailed', 'failed'],
		['conversion_failed', 'failed'],
		['cancelled by user', 'failed'],
		['ERROR: TIMEOUT', 'failed'],
		['transcribed', 'processed'],
		['corrupted', 'failed'],
		['timed - out', 'failed'],
		['preprocessing_failed', 'failed'],
	])('%s is %s', (word, status) => {
		expect(statusOf(word)).toBe(status);
	});

	it.each([
		'rotating',
		'',
		'cancelling',
		'retrying_after_error',
		'not_failed',
		'error_retry',
		'__proto__',
		'constructor',
	])('%p, which is not known, is waited for', (word) => {
		expect(phaseOf(statusOf(word))).toBe('pending');
	});
});

it('with an unknown word a document is done that has its result', () => {
	expect(statusOf('rotating', true)).toBe('processed');
	expect(statusOf('in progress', true)).toBe('processing');
	expect(statusOf('failed', true)).toBe('failed');
});

it("quotes the service's word when the time is up, beside the common one", () => {
	const failure = new DeadlineFailure({ id: 'a', state: 'rotating', timeoutMs: 5_000 });
	expect(failure.message).toContain('(last status: rotating)');
	expect(failure.details).toEqual({ id: 'a', status: 'processing' });
});

it('a document that failed is told with its name, the reason and the next step', () => {
	const failed = {
		id: '4711',
		state: 'rejected',
		status: 'failed' as const,
		phase: 'failed' as const,
		fileName: 'letter.png',
		failure: 'it is blank',
	};
	const told = documentFailure('Document 4711', failed, 'Scan it again.');
	expect(told).toBeInstanceOf(DocumentFailure);
	expect(told).toMatchObject({
		message: 'Document 4711 ("letter.png") could not be processed: it is blank (status: rejected)',
		nextStep: 'Scan it again.',
		details: { id: '4711', status: 'failed' },
	});
	expect(
		documentFailure('Document 4711', { ...failed, fileName: null, failure: null }, '').message,
	).toBe('Document 4711 could not be processed (status: rejected)');
});

it('a document that is not finished in time is told with how to go on', () => {
	const overdue = { id: 'a', state: 'queued', timeoutMs: 1_500 };
	expect(new DeadlineFailure(overdue)).toMatchObject({
		message: 'Document a was not finished after 1.5 s (last status: queued)',
		nextStep: expect.stringMatching(/wait for this ID later.*"Timeout \(Seconds\)"/),
		seenId: 'a',
		state: 'queued',
	});
	const trouble = new Failure('The line is down', '');
	expect(new DeadlineFailure({ ...overdue, seenId: 'b', ended: true, trouble })).toMatchObject({
		message:
			'The result of document a could not be fetched within 1.5 s (last status: queued). ' +
			'The last look at it met: The line is down',
		seenId: 'b',
		details: { id: 'a', status: 'queued' },
	});
});

it.each([
	['queued', 'pending'],
	['processing', 'pending'],
	['processed', 'done'],
	['failed', 'failed'],
] as const)('%s is %s', (status, phase) => {
	expect(phaseOf(status)).toBe(phase);
});

it.each([
	['queued', 'queued pending new created uploaded waiting scheduled'],
	['processing', 'processing in_progress running started active retrying partial'],
	[
		'processed',
		'processed completed complete done finished ready success successful succeeded finalized extracted transcribed',
	],
	[
		'failed',
		'failed failure error errored rejected refused declined denied blocked skipped invalid unsupported unreadable unprocessable corrupt corrupted cancelled canceled aborted terminated stopped expired timeout timed_out',
	],
])('each word for %s is known', (status, words) => {
	for (const word of words.split(' ')) expect([word, statusOf(word)]).toEqual([word, status]);
});

it.each(['retry_failed_pages', 'failed_requeued', 'restarted after error', 'error, resuming'])(
	'%s goes on',
	(word) => {
		expect(statusOf(word)).toBe('processing');
	},
);
