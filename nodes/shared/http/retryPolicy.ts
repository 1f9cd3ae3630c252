import type { IDataObject } from 'n8n-workflow';

import type { RateWindow } from '../concurrency/rateLimiter';
import { numberOf } from '../core/json';

/**
 * When a request may be sent again:
 * - `always`: reading and deleting; on 429, 5xx and network failures.
 * - `ifRefused`: what creates something; on 429 and when no byte can have arrived.
 * - `never`: what spends money.
 */
export type RetryRule = 'always' | 'ifRefused' | 'never';

const BROKEN_TRIES = 4;
const LIMITED_TRIES = 10;
const FIRST_DELAY = 500;
const FIRST_LIMIT_DELAY = 2_000;
const LONGEST_DELAY = 60_000;
/**
 * A service that asks for more patience than this is reported instead of waited for. Milliseconds.
 */
export const LONGEST_RETRY_AFTER = 300_000;

/** Exponential back-off with jitter, in milliseconds; `attempt` counts from 1. */
export function backOff(attempt: number, first = FIRST_DELAY): number {
	const ceiling = Math.min(LONGEST_DELAY, first * 2 ** (attempt - 1));
	return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/**
 * Milliseconds to wait after a 429, or null to give up: `Retry-After` in seconds or as a date, else
 * `X-RateLimit-Reset` (Unix time; an assumption: Laravel's throttle), else back-off from 2 s to 60
 * s. Dates are the service's, so they are compared with its own `Date`, as its clock may be minutes
 * apart from this machine's.
 */
export function limitDelay(
	headers: IDataObject,
	attempt: number,
	tries = LIMITED_TRIES,
	now = dateOf(headers.date) ?? Date.now(),
): number | null {
	if (attempt >= tries) return null;
	const asked =
		retryAfter(headers['retry-after'], now) ?? untilReset(headers['x-ratelimit-reset'], now);
	if (asked === null) return backOff(attempt, FIRST_LIMIT_DELAY);
	return asked > LONGEST_RETRY_AFTER ? null : asked;
}

/**
 * The window of the rate limit, where an answer tells all of it: `X-RateLimit-Limit`, `-Remaining`
 * and `-Reset` (Unix time in seconds).
 */
export function rateWindow(
	headers: IDataObject,
	now = dateOf(headers.date) ?? Date.now(),
): RateWindow | undefined {
	const limit = numberOf(headers['x-ratelimit-limit']);
	const remaining = numberOf(headers['x-ratelimit-remaining']);
	const endsIn = untilReset(headers['x-ratelimit-reset'], now);
	return limit === null || remaining === null || endsIn === null
		? undefined
		: { limit, remaining, endsIn };
}

/** Milliseconds to wait after a 5xx or a broken connection, or null to give up. */
export function brokenDelay(attempt: number, tries = BROKEN_TRIES): number | null {
	return attempt >= tries ? null : backOff(attempt);
}

function retryAfter(header: unknown, now: number): number | null {
	const seconds = numberOf(header);
	return seconds === null ? ahead(dateOf(header), now) : Math.max(0, seconds * 1_000);
}

function untilReset(header: unknown, now: number): number | null {
	const seconds = numberOf(header);
	return seconds === null ? null : ahead(seconds * 1_000, now);
}

/** How far a moment lies ahead; a past one says nothing about when to come again. */
function ahead(time: number | null, now: number): number | null {
	return time !== null && time > now ? time - now : null;
}

/** `Date.parse` alone takes any text with a small number in it for a date. */
function dateOf(header: unknown): number | null {
	const time =
		typeof header === 'string' && /\d{4}.*\d\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN;
	return Number.isNaN(time) ? null : time;
}
