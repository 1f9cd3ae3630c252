import type { IDataObject } from 'n8n-workflow';

import { InputFailure } from '../../shared/core/errors';
import { arrayOf, asItemJson, isObject } from '../../shared/core/json';
import { jsonOf, type NatifAi } from './client';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const INTERVALS = ['hourly', 'daily', 'weekly', 'monthly'] as const;
export type Interval = (typeof INTERVALS)[number];

/**
 * How an interval counts time. Times are milliseconds since 1970; of days, weeks and months the
 * beginning in UTC of the calendar's day.
 */
interface Unit {
	/** The beginning of the unit that a time falls in. */
	begin(time: number): number;
	/** As the service writes it (documented). */
	format(begin: number): string;
	/** The last unit that a request may reach to (documented). */
	latest(start: number): number;
	/** The first unit when only the last one is given. */
	before(end: number): number;
	longest: string;
}

const UNITS: Record<Interval, Unit> = {
	hourly: {
		begin: (time) => Math.floor(time / HOUR) * HOUR,
		format: (begin) => `${iso(begin, 13)}Z`,
		latest: (start) => start + DAY,
		before: (end) => end - 23 * HOUR,
		longest: 'one day',
	},
	daily: {
		begin: (time) => time,
		format: (begin) => iso(begin, 10),
		latest: (start) => start + 30 * DAY,
		before: (end) => end - 29 * DAY,
		longest: '30 days',
	},
	weekly: {
		begin: monday,
		format: isoWeek,
		latest: (start) => addMonths(start, 6),
		before: (end) => end - 25 * 7 * DAY,
		longest: '6 months',
	},
	monthly: {
		begin: (time) => Date.parse(`${iso(time, 7)}-01`),
		format: (begin) => iso(begin, 7),
		latest: (start) => addMonths(start, 12),
		before: (end) => addMonths(end, -11),
		longest: 'one year',
	},
};

export interface Span {
	start: string;
	end: string;
}

/**
 * The span as the service wants it. Without an end it reaches to now, without a start about as far
 * back as one request may reach.
 *
 * @param zone whose calendar days, weeks and months mean; hours are UTC
 * @throws InputFailure for a span that is too long or ends before it starts
 */
export function spanOf(
	interval: Interval,
	given: { start: number | undefined; end: number | undefined },
	zone: string,
	now = Date.now(),
): Span {
	const unit = UNITS[interval];
	const beginOf = (time: number) =>
		unit.begin(interval === 'hourly' ? time : calendarDay(time, zone));
	const start =
		given.start === undefined ? unit.before(beginOf(given.end ?? now)) : beginOf(given.start);
	const end =
		given.end === undefined
			? Math.max(start, Math.min(beginOf(now), unit.begin(unit.latest(start))))
			: beginOf(given.end);
	if (end < start) throw new InputFailure('"Start" is after "End"', 'Exchange the two.');
	if (end > unit.latest(start))
		throw new InputFailure(
			`From "Start" to "End" is longer than ${unit.longest}, the most for "Interval" ${interval}`,
			'Choose a longer interval, or ask for less time at once.',
		);
	return { start: unit.format(start), end: unit.format(end) };
}

/**
 * `GET /processing/{workflow_id}/usage/{interval}`: a list of entries (documented).
 * @param extended also counts of documents and pages
 */
export async function getUsage(
	{ client }: NatifAi,
	workflow: string,
	interval: Interval,
	span: Span,
	extended: boolean,
): Promise<IDataObject[]> {
	const answer = await client.request({
		route: 'usage',
		method: 'GET',
		path: `/processing/${encodeURIComponent(workflow)}/usage/${interval}`,
		query: { ...span, ...(extended && { extended: true }) },
		retry: 'always',
		answer: 'json',
	});
	return arrayOf(jsonOf(answer)).filter(isObject).map(asItemJson);
}

/** Midnight UTC of the day that a moment falls on in a zone. */
function calendarDay(time: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
	}).formatToParts(time);
	const part = (type: Intl.DateTimeFormatPartTypes) =>
		Number(parts.find((candidate) => candidate.type === type)?.value);
	return Date.UTC(part('year'), part('month') - 1, part('day'));
}

function monday(day: number): number {
	return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
}

/** The Thursday of a week decides which year's and which number it is (ISO 8601). */
function isoWeek(begin: number): string {
	const thursday = new Date(begin + 3 * DAY);
	const year = thursday.getUTCFullYear();
	const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
	return `${year}-W${String(week).padStart(2, '0')}`;
}

function addMonths(time: number, months: number): number {
	const date = new Date(time);
	date.setUTCMonth(date.getUTCMonth() + months);
	return date.getTime();
}

function iso(time: number, length: number): string {
	return new Date(time).toISOString().slice(0, length);
}
