import { textOf } from './json';

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/**
 * A service's date in ISO 8601, UTC. Reads ISO 8601 with any fraction and `YYYY-MM-DD HH:MM:SS`, which is UTC; what it cannot
 * read is given back as it came.
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
