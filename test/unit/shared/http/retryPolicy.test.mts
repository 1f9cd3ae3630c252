import { limitDelay } from '../../../../nodes/shared/http/retryPolicy.ts';

const NOW = Date.parse('2026-03-05T12:00:00Z');

it.each([
	['Retry-After in seconds', { 'retry-after': '7' }, 7_000],
	['Retry-After as a date', { 'retry-after': 'Thu, 05 Mar 2026 12:00:20 GMT' }, 20_000],
	['the end of a window', { 'x-ratelimit-reset': String(NOW / 1_000 + 12) }, 12_000],
	['the same in milliseconds', { 'x-ratelimit-reset': String(NOW + 9_000) }, 9_000],
	['Retry-After in Unix time', { 'retry-after': String(NOW / 1_000 + 15) }, 15_000],
	['a window as the IETF drafts it', { 'ratelimit-reset': '6' }, 6_000],
	[
		'Retry-After before a window',
		{ 'retry-after': '3', 'x-ratelimit-reset': String(NOW / 1_000 + 12), 'ratelimit-reset': '6' },
		3_000,
	],
])('%s says how long to wait', (_case, headers, delayMs) => {
	expect(limitDelay(headers, 1, 10, NOW)).toBe(delayMs);
});

it('what asks for an eternity says nothing', () => {
	expect(limitDelay({ 'retry-after': '9'.repeat(21) }, 1, 10, NOW)).toBeLessThanOrEqual(2_000);
});

it('more patience than a run has is not waited for', () => {
	expect(limitDelay({ 'retry-after': '86400' }, 1, 10, NOW)).toBeNull();
});
