import type { IDataObject } from 'n8n-workflow';

import { dayIn } from '../../shared/core/dates';
import { InputFailure } from '../../shared/core/errors';
import { arrayOf, asItemJson, isObject } from '../../shared/core/json';
import type { NatifAi } from './client';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const INTERVALS = ['hourly', 'daily', 'weekly', 'monthly'] as const;
type Interval = (typeof INTERVALS)[number];

interface Unit {
	/** The name of the unit that a time falls in, in UTC, as the service writes it (documented). */
	format(time: number): string;
	/** A time in the first unit of a span that ends with a time: one request may ask for more. */
	first(end: number): number;
}

const UNITS: Record<Interval, Unit> = {
	hourly: { format: (time) => `${iso(time, 13)}Z`, first: (end) => end - 23 * HOUR },
	daily: { format: (time) => iso(time, 10), first: (end) => end - 29 * DAY },
	weekly: { format: isoWeek, first: (end) => end - 25 * 7 * DAY },
	monthly: { format: (time) => iso(time, 7), first: elevenMonthsBefore },
};

interface Span {
	start: string;
	end: string;
}

/**
 * The span as the service wants it, which refuses one that is too long. Without an end it reaches
 * to now, which is a moment in UTC, as the service counts; without a start about as far back as one
 * request may reach.
 *
 * @param zone whose calendar names the days, weeks and months of given times; hours are UTC
 * @throws InputFailure for a span that ends before it starts
 */
export function spanOf(
	interval: Interval,
	given: { start: number | undefined; end: number | undefined },
	zone: string,
): Span {
	const { format, first } = UNITS[interval];
	const read = (time: number) => (interval === 'hourly' ? time : Date.parse(dayIn(time, zone)));
	const last = given.end === undefined ? Date.now() : read(given.end);
	const start = format(given.start === undefined ? first(last) : read(given.start));
	const end = format(last);
	if (end >= start) return { start, end };
	// East of UTC a day can have begun that the service does not count yet.
	if (given.end === undefined) return { start, end: start };
	throw new InputFailure('"Start" is after "End"', 'Swap the two dates.');
}

interface UsageQuery {
	workflow: string;
	interval: Interval;
	span: Span;
	/** Also counts of documents and pages. */
	extended: boolean;
}

/** `GET /processing/{workflow_id}/usage/{interval}`: a list of entries (documented). */
export async function getUsage(
	{ client }: NatifAi,
	{ workflow, interval, span, extended }: UsageQuery,
): Promise<IDataObject[]> {
	const answer = await client.request({
		route: 'usage',
		subject: workflow,
		method: 'GET',
		path: `/processing/${encodeURIComponent(workflow)}/usage/${interval}`,
		query: { ...span, ...(extended && { extended: true }) },
		retry: 'always',
		answer: 'json',
		expects: { what: 'a list of usage', isOwn: ({ body }) => Array.isArray(body) },
	});
	return arrayOf(answer.body).filter(isObject).map(asItemJson);
}

/** The Thursday of a week decides which year's and which number it is (ISO 8601). */
function isoWeek(time: number): string {
	const weekday = (new Date(time).getUTCDay() + 6) % 7;
	const thursday = new Date(time + (3 - weekday) * DAY);
	const year = thursday.getUTCFullYear();
	const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
	return `${year}-W${String(week).padStart(2, '0')}`;
}

function elevenMonthsBefore(end: number): number {
	const date = new Date(end);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 11);
}

function iso(time: number, length: number): string {
	return new Date(time).toISOString().slice(0, length);
}
