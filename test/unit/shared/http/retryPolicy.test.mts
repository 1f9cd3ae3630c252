import { ConnectionFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	askedDelay,
	dateOf,
	delayBeforeRepeat,
	isRateLimit,
	limitDelay,
	triesAfter,
	untilReset,
} from '../../../../nodes/shared/http/retryPolicy.ts';

const NOW = Date.parse('2026-03-05T12:00:00Z');

it.each([
	['Retry-After in seconds', { 'retry-after': '7' }, 7_000],
	['Retry-After as a date', { 'retry-after': 'Thu, 05 Mar 2026 12:00:20 GMT' }, 20_000],
	['Retry-After of the past', { 'retry-after': '-3' }, 0],
	['the end of a window', { 'x-ratelimit-reset': String(NOW / 1_000 + 12) }, 12_000],
	['the same in milliseconds', { 'x-ratelimit-reset': String(NOW + 9_000) }, 9_000],
	['a window as the IETF drafts it', { 'ratelimit-reset': '6' }, 6_000],
	[
		'Retry-After before a window',
		{ 'retry-after': '3', 'x-ratelimit-reset': String(NOW / 1_000 + 12), 'ratelimit-reset': '6' },
		3_000,
	],
])('%s says how long to wait', (_case, headers, delayMs) => {
	expect(limitDelay(headers, 1, 10, NOW)).toBe(delayMs);
	expect(askedDelay(headers, NOW)).toBe(delayMs);
	expect(askedDelay({ ...headers, date: new Date(NOW).toUTCString() })).toBe(delayMs);
});

it('more patience than a run has is not waited for', () => {
	expect(limitDelay({ 'retry-after': '86400' }, 1, 10, NOW)).toBeNull();
	expect(limitDelay({ 'retry-after': '300' }, 1, 10, NOW)).toBe(300_000);
	expect(limitDelay({ 'retry-after': '301' }, 1, 10, NOW)).toBeNull();
});

it('nothing is asked for where no header says how long', () => {
	expect(askedDelay({}, NOW)).toBeNull();
	expect(askedDelay({ 'retry-after': 'soon', 'x-ratelimit-reset': '0' }, NOW)).toBeNull();
	expect(untilReset(NOW / 1_000, NOW)).toBeNull();
});

it.each([
	['Thu, 05 Mar 2026 12:00:20 GMT', NOW + 20_000],
	['2026-03-05T12:00:20Z', NOW + 20_000],
	['a 1', null],
	['2026', null],
	['12:00', null],
	['2026 at 12:00', null],
	[20, null],
	[undefined, null],
])('the header %p is the moment %p', (header, time) => {
	expect(dateOf(header)).toBe(time);
});

describe('a request is sent again', () => {
	const answered = (status: number) => new ServiceFailure('no', 'Wait.', status, undefined);
	const broken = (code: string, mayHaveArrived = true) =>
		new ConnectionFailure('no answer', 'Wait.', code, mayHaveArrived);
	type Order = Partial<Parameters<typeof delayBeforeRepeat>[1]>;
	const delayOf = (failure: ServiceFailure | ConnectionFailure, order: Order = {}) =>
		delayBeforeRepeat(failure, { rule: 'always', headers: {}, attempt: 1, ...order });

	it.each([
		['always', 429, true],
		['always', 408, true],
		['always', 500, true],
		['always', 503, true],
		['always', 499, false],
		['always', 404, false],
		['ifRefused', 429, true],
		['ifRefused', 408, false],
		['ifRefused', 500, false],
		['ifRefused', 404, false],
	] as const)('by the rule %s after %d: %p', (rule, status, isRepeated) => {
		expect(delayOf(answered(status), { rule }) !== null).toBe(isRepeated);
		expect(isRateLimit(answered(status))).toBe(status === 429);
	});

	it.each([
		['always', 'ECONNRESET', true, true],
		['always', 'ECONNREFUSED', false, true],
		['always', 'ENOTFOUND', false, false],
		['ifRefused', 'ECONNRESET', true, false],
		['ifRefused', 'ECONNREFUSED', false, true],
		['ifRefused', 'ENOTFOUND', false, false],
	] as const)('by the rule %s after %s: %p', (rule, code, mayHaveArrived, isRepeated) => {
		const failure = broken(code, mayHaveArrived);
		expect(delayOf(failure, { rule }) !== null).toBe(isRepeated);
		expect(isRateLimit(failure)).toBe(false);
	});

	it.each([
		['a broken connection', broken('ECONNRESET'), 4],
		['a minute of silence', broken('SILENT'), 2],
		['a fault of the service', answered(503), 4],
		['too many requests', answered(429), 10],
	])('after %s until it was sent so many times: %#', (_case, failure, tries) => {
		expect(delayOf(failure, { attempt: tries - 1 })).not.toBeNull();
		expect(delayOf(failure, { attempt: tries })).toBeNull();
		if (failure instanceof ConnectionFailure) expect(triesAfter(failure)).toBe(tries);
	});

	it('at most as often as a request says of itself', () => {
		expect(delayOf(answered(429), { limitedTries: 1 })).toBeNull();
		expect(delayOf(answered(503), { faultTries: 1 })).toBeNull();
		expect(delayOf(answered(503), { faultTries: 6, attempt: 5 })).not.toBeNull();
	});

	it('when a service that is down says it will be back, and not sooner than after a usual pause', () => {
		const after = (seconds: string, attempt = 1) =>
			delayOf(answered(503), { headers: { 'retry-after': seconds }, attempt });
		expect(after('40')).toBe(40_000);
		expect(after('300')).toBe(300_000);
		expect(after('301')).toBeNull();
		expect(after('40', 4)).toBeNull();
		expect(after('0')).toBeGreaterThanOrEqual(250);
		expect(after('soon')).toBeLessThanOrEqual(500);
	});
});
