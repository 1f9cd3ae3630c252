import type { IDataObject } from 'n8n-workflow';

import { ConnectionFailure, type ServiceFailure } from '../core/errors';
import { numberOf } from '../core/json';
import { isPermanent } from './connectionErrors';

/**
 * When a request may be sent again:
 * - `always`: reading and deleting; on 429, 5xx and network failures.
 * - `ifRefused`: what creates something; on 429 and when no byte can have arrived.
 * - `never`: what spends money.
 */
export type RetryRule = 'always' | 'ifRefused' | 'never';

const BROKEN_TRIES = 4;
/** Each costs a minute of silence. */
const SILENT_TRIES = 2;
const LIMITED_TRIES = 10;
const FIRST_DELAY_MS = 500;
const FIRST_LIMIT_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 60_000;
/**
 * A service that asks for more patience than this is reported instead of waited for.
 */
export const LONGEST_RETRY_AFTER_MS = 300_000;

interface Repeat {
	rule: Exclude<RetryRule, 'never'>;
	/** Of the answer; empty where none came. */
	headers: IDataObject;
	/** From 1. */
	attempt: number;
	/** How often it is sent at most while the answer is 429. */
	limitedTries?: number | undefined;
	/** The same for a fault of the service. */
	faultTries?: number;
}

/** Milliseconds until a request is sent again, or null when its failure stands. */
export function delayBeforeRepeat(
	failure: ServiceFailure | ConnectionFailure,
	{ rule, headers, attempt, limitedTries, faultTries }: Repeat,
): number | null {
	if (failure instanceof ConnectionFailure) {
		const stands = isPermanent(failure) || (rule === 'ifRefused' && failure.mayHaveArrived);
		return stands ? null : brokenDelay(attempt, triesAfter(failure));
	}
	if (isRateLimit(failure)) return limitDelay(headers, attempt, limitedTries);
	if (rule === 'ifRefused') return null;
	return failure.status >= 500 || failure.status === 408
		? faultDelay(headers, attempt, faultTries)
		: null;
}

export function isRateLimit(failure: ServiceFailure | ConnectionFailure): boolean {
	return !(failure instanceof ConnectionFailure) && failure.status === 429;
}

/** How often something is asked for at most when its answer breaks off like this. */
export function triesAfter({ code }: ConnectionFailure): number {
	return code === 'SILENT' ? SILENT_TRIES : BROKEN_TRIES;
}

/** Exponential back-off with jitter, in milliseconds; `attempt` counts from 1. */
export function backOff(attempt: number, first = FIRST_DELAY_MS): number {
	const ceiling = Math.min(LONGEST_DELAY_MS, first * 2 ** (attempt - 1));
	return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/**
 * Milliseconds to wait after a 429, or null to give up: `Retry-After` in seconds or as a date, else
 * `X-RateLimit-Reset` (Unix time; an assumption) or `RateLimit-Reset` (seconds; a draft of the
 * IETF), else back-off from 2 s to 60 s. Dates are the service's, so they are compared with its own
 * `Date`, as its clock may be minutes apart from this machine's.
 */
export function limitDelay(
	headers: IDataObject,
	attempt: number,
	tries = LIMITED_TRIES,
	now = headerDate(headers.date) ?? Date.now(),
): number | null {
	if (attempt >= tries) return null;
	const asked = askedDelay(headers, now);
	if (asked === null) return backOff(attempt, FIRST_LIMIT_DELAY_MS);
	return asked > LONGEST_RETRY_AFTER_MS ? null : asked;
}

/** How long a refusal asks to be left alone, in milliseconds; null where it does not say. */
export function askedDelay(
	headers: IDataObject,
	now = headerDate(headers.date) ?? Date.now(),
): number | null {
	return (
		retryAfter(headers['retry-after'], now) ??
		untilReset(headers['x-ratelimit-reset'], now) ??
		retryAfter(headers['ratelimit-reset'], now)
	);
}

/** A service that is down may say when it will be back; see {@link limitDelay}. */
function faultDelay(headers: IDataObject, attempt: number, tries?: number): number | null {
	const delay = brokenDelay(attempt, tries);
	const asked = retryAfter(headers['retry-after'], headerDate(headers.date) ?? Date.now());
	if (delay === null || asked === null) return delay;
	return asked > LONGEST_RETRY_AFTER_MS ? null : Math.max(delay, asked);
}

/** Milliseconds to wait after a broken connection, or null to give up. */
export function brokenDelay(attempt: number, tries = BROKEN_TRIES): number | null {
	return attempt >= tries ? null : backOff(attempt);
}

/** Seconds. What asks for more is another kind of number, or says nothing. */
const IN_A_YEAR = 31_536_000;

function retryAfter(header: unknown, now: number): number | null {
	const seconds = numberOf(header);
	if (seconds === null) return ahead(headerDate(header), now);
	return seconds > IN_A_YEAR ? untilReset(header, now) : ahead(now + seconds * 1_000, now);
}

/** Larger than any moment in seconds, smaller than any in milliseconds. */
const IN_MILLISECONDS = 1e11;

/** Milliseconds until a moment in Unix time, in seconds; null when it is over or none. */
export function untilReset(header: unknown, now: number): number | null {
	const time = numberOf(header);
	return time === null ? null : ahead(time < IN_MILLISECONDS ? time * 1_000 : time, now);
}

/** How far a moment lies ahead; a past one says nothing about when to come again. */
function ahead(time: number | null, now: number): number | null {
	const left = (time ?? 0) - now;
	return left > 0 && left < IN_A_YEAR * 1_000 ? left : null;
}

/**
 * Of an HTTP header, in milliseconds since 1970. `Date.parse` alone takes any text with a small
 * number in it for a date.
 */
export function headerDate(header: unknown): number | null {
	const time =
		typeof header === 'string' && /\d{4}.*\d\d:\d\d/.test(header) ? Date.parse(header) : NaN;
	return Number.isNaN(time) ? null : time;
}
