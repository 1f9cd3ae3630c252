import { isObject, textOf } from './json';

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;
/** A date in ISO 8601, with or without a time, and that with or without a zone. */
const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?$/i;

/**
 * A service's date in ISO 8601, UTC. Reads ISO 8601 with any fraction and `YYYY-MM-DD HH:MM:SS`,
 * which is UTC; what it cannot read is given back as it came.
 */
export function isoDate(value: unknown): string | null {
	const text = textOf(value);
	const time = text === null ? NaN : timeOf(text);
	return Number.isNaN(time) ? text : new Date(time).toISOString();
}

/** Milliseconds since 1970 of a service's date, Unix time among it; NaN when it is none. */
export function timeOf(text: string): number {
	if (/^\d{10}(\d{3})?$/.test(text)) return Number(text.padEnd(13, '0'));
	return Date.parse(text.replace(WITHOUT_ZONE, '$1T$2Z').replace(/(\.\d{3})\d+/, '$1'));
}

/**
 * Milliseconds since 1970 of a date that a user gave: ISO 8601, a DateTime of n8n or a Date; NaN
 * for anything else, as `05.03.2026` is another day in each country. Without a zone it means the
 * clock of `zone`, such as `Europe/Berlin`.
 */
export function userTimeOf(value: unknown, zone: string): number {
	if (typeof value === 'string') return isoTimeOf(value.trim(), zone);
	return isMoment(value) ? Number(value.valueOf()) : NaN;
}

function isoTimeOf(text: string, zone: string): number {
	const [, year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes] =
		ISO.exec(text) ?? [];
	const clock = clockTimeOf({ year, month, day, hour, minute, second });
	const time = clock + Math.trunc(Number(`0.${fraction ?? 0}`) * 1_000);
	if (utc !== undefined) return time;
	if (sign !== undefined)
		return time - (Number(hours) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60_000 : 60_000);
	if (Number.isNaN(time)) return time;
	// The offset around that moment may be another one than at the moment itself, when the clocks
	// change.
	return time - offsetOf(time - offsetOf(time, zone), zone);
}

/** As if the clock stood at UTC; NaN for a day or a time that does not exist, and for none. */
function clockTimeOf(parts: Record<string, string | undefined>): number {
	const { year, month, day, hour, minute, second } = parts;
	const text = `${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.000Z`;
	const time = Date.parse(text);
	// Date.parse goes on counting where a month has no such day.
	return Number.isNaN(time) || new Date(time).toISOString() !== text ? NaN : time;
}

/** Luxon's DateTime, which expressions of n8n give, and JavaScript's Date. */
function isMoment(value: unknown): value is { valueOf(): number } {
	return (
		isObject(value) && (typeof value.toMillis === 'function' || typeof value.getTime === 'function')
	);
}

/** The day of a moment on the clock of a zone, `YYYY-MM-DD`. */
export function dayIn(time: number, zone: string): string {
	return new Date(time + offsetOf(time, zone)).toISOString().slice(0, 10);
}

/** Milliseconds by which the clock of a zone is ahead of UTC. */
function offsetOf(time: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		timeZoneName: 'longOffset',
	}).formatToParts(time);
	const offset = /([+-])(\d\d):(\d\d)/.exec(
		parts.find(({ type }) => type === 'timeZoneName')?.value ?? '',
	);
	if (!offset) return 0;
	const [, sign, hours, minutes] = offset;
	return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
}
