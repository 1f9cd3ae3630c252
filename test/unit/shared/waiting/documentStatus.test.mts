import {
	DeadlineFailure,
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
