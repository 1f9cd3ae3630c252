import fc from 'fast-check';

import {
	backOff,
	brokenDelay,
	limitDelay,
	LONGEST_RETRY_AFTER_MS,
} from '../../../../nodes/shared/http/retryPolicy.ts';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_260_305), numRuns: 300 });

const now = Date.UTC(2026, 2, 5, 14, 49, 19);
const skew = fc.integer({ min: -600, max: 600 }).map((seconds) => seconds * 1_000);
const tries = fc.integer({ min: 1, max: 9 });

/** Headers of a service whose clock differs from this machine's. */
const dated = (difference: number, headers: Record<string, string>) => ({
	date: new Date(now + difference).toUTCString(),
	...headers,
});

beforeEach(() => jest.useFakeTimers({ now }));
afterEach(() => jest.useRealTimers());

it('waits as long as Retry-After says, in seconds or as a date of the service, whatever its clock says', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 400 }), skew, tries, (seconds, difference, attempt) => {
			const expected = seconds * 1_000 > LONGEST_RETRY_AFTER_MS ? null : seconds * 1_000;
			const date = new Date(now + difference + seconds * 1_000);
			expect(limitDelay(dated(difference, { 'retry-after': String(seconds) }), attempt)).toBe(
				expected,
			);
			expect(limitDelay(dated(difference, { 'retry-after': date.toUTCString() }), attempt)).toBe(
				expected,
			);
			expect(
				limitDelay(
					dated(difference, { 'x-ratelimit-reset': String(date.getTime() / 1_000) }),
					attempt,
				),
			).toBe(expected);
		}),
		// Found: with a clock that ran behind, the date was over and the request came again at once;
		// ahead, it was given up.
		{
			examples: [
				[30, -60_000, 1],
				[30, 300_000, 1],
			],
		},
	);
});

it('backs off from 1 to 60 s where the service does not say when, and gives up at the tenth try', () => {
	const meaningless = fc.oneof(
		fc.constant({}),
		fc
			.string()
			.filter((text) => text.trim() === '' || Number.isNaN(Number(text)))
			.map((text) => ({ 'retry-after': text })),
		fc.integer({ min: 0, max: 1_000_000 }).map((past) => ({ 'x-ratelimit-reset': String(past) })),
		fc.integer({ min: -1_000, max: 0 }).map((seconds) => ({ 'retry-after': String(seconds) })),
		fc
			.integer({ min: -1_000, max: 0 })
			.map((seconds) => ({ 'retry-after': new Date(now + seconds * 1_000).toUTCString() })),
	);
	fc.assert(
		fc.property(meaningless, tries, (headers, attempt) => {
			const ceiling = Math.min(60_000, 2_000 * 2 ** (attempt - 1));
			const delay = limitDelay(headers, attempt);
			expect(delay).toBeGreaterThanOrEqual(ceiling / 2);
			expect(delay).toBeLessThanOrEqual(ceiling);
			expect(limitDelay(headers, attempt + 9)).toBeNull();
		}),
		// Found: any text with a small number was read as a date of the past, as was a reset that is
		// over; both came again at once, as did no seconds at all.
		{
			examples: [
				[{ 'retry-after': 'a 1' }, 1],
				[{ 'x-ratelimit-reset': '0' }, 1],
				[{ 'retry-after': '0' }, 1],
			],
		},
	);
});

it('backs off with jitter that never leaves its bounds, and gives up on a broken service at the fourth try', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 2_000 }),
			fc.integer({ min: 1, max: 60_000 }),
			(attempt, first) => {
				const ceiling = Math.min(60_000, first * 2 ** (attempt - 1));
				expect(backOff(attempt, first)).toBeGreaterThanOrEqual(ceiling / 2);
				expect(backOff(attempt, first)).toBeLessThanOrEqual(ceiling);
				expect(brokenDelay(attempt) === null).toBe(attempt >= 4);
			},
		),
	);
});
