import { textOf } from './json';

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/;
const DATE_ALONE = /^\d{4}-\d\d-\d\d$/;

/**
 * A service's date in ISO 8601, UTC. Reads ISO 8601 with any fraction and `YYYY-MM-DD HH:MM:SS`,
 * which is UTC; what it cannot read is given back as it came.
 */
export function isoDate(value: unknown): string | null {
	const text = textOf(value);
	const time = text === null ? Number.NaN : timeOf(text);
	return Number.isNaN(time) ? text : new Date(time).toISOString();
}

/** Milliseconds since 1970 of a service's date; NaN when it is none. */
export function timeOf(text: string): number {
	return Date.parse(text.replace(WITHOUT_ZONE, '$1T$2Z').replace(/(\.\d{3})\d+/, '$1'));
}

/**
 * Like `timeOf`, for dates that a user gave: without a zone they mean the clock of `zone`, such as
 * `Europe/Berlin`.
 */
export function userTimeOf(text: string, zone: string): number {
	const time = timeOf(text);
	if (Number.isNaN(time) || !(WITHOUT_ZONE.test(text) || DATE_ALONE.test(text))) return time;
	// The offset around that moment may be another one than at the moment itself, when the clocks
	// change.
	return time - offsetOf(time - offsetOf(time, zone), zone);
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
