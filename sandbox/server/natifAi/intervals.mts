const minute = 60_000;
const day = 24 * 60 * minute;

/** A unit of time of the usage statistics. All times are UTC, in milliseconds since 1970. */
export type Interval = {
	/** Its form, as Python writes date formats. */
	form: string;
	/** Begin of the unit that a text names, or null. */
	parse: (text: string) => number | null;
	/** Name of the unit that a time falls in. */
	format: (time: number) => string;
	/** Begin of the next unit. */
	next: (time: number) => number;
	/** The latest `end` for a `start`: the longest span. */
	latest: (start: number) => number;
};

function addMonths(time: number, months: number): number {
	const date = new Date(time);
	date.setUTCMonth(date.getUTCMonth() + months);
	return date.getTime();
}

/** The Thursday of a time's week decides which year and week of ISO 8601 it is. */
function isoWeek(time: number): string {
	const date = new Date(time);
	const thursday = new Date(
		Date.UTC(
			date.getUTCFullYear(),
			date.getUTCMonth(),
			date.getUTCDate() + 4 - (date.getUTCDay() || 7),
		),
	);
	const firstOfYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
	const week = Math.floor((thursday.getTime() - firstOfYear) / (7 * day)) + 1;
	return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

function mondayOf(text: string): number {
	const [year, week] = [Number(text.slice(0, 4)), Number(text.slice(6))];
	const fourth = new Date(Date.UTC(year, 0, 4));
	return fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * day + (week - 1) * 7 * day;
}

/** Reads a text of a form; what does not name a unit, such as February 30, is null. */
function parser(
	form: RegExp,
	read: (text: string) => number,
	format: (time: number) => string,
): (text: string) => number | null {
	return (text) => {
		const time = form.test(text) ? read(text) : NaN;
		return Number.isNaN(time) || format(time) !== text ? null : time;
	};
}

const formats = {
	hourly: (time: number) => `${new Date(time).toISOString().slice(0, 13)}Z`,
	daily: (time: number) => new Date(time).toISOString().slice(0, 10),
	weekly: isoWeek,
	monthly: (time: number) => new Date(time).toISOString().slice(0, 7),
};

/** The intervals with forms and longest spans as listed. */
export const intervals: Record<'hourly' | 'daily' | 'weekly' | 'monthly', Interval> = {
	hourly: {
		form: '%Y-%m-%dT%HZ',
		parse: parser(
			/^\d{4}-\d{2}-\d{2}T\d{2}Z$/,
			(text) => Date.parse(`${text.slice(0, 13)}:00:00Z`),
			formats.hourly,
		),
		format: formats.hourly,
		next: (time) => time + 60 * minute,
		latest: (start) => start + day,
	},
	daily: {
		form: '%Y-%m-%d',
		parse: parser(/^\d{4}-\d{2}-\d{2}$/, (text) => Date.parse(`${text}T00:00:00Z`), formats.daily),
		format: formats.daily,
		next: (time) => time + day,
		latest: (start) => start + 30 * day,
	},
	weekly: {
		form: '%G-W%V',
		parse: parser(/^\d{4}-W\d{2}$/, mondayOf, formats.weekly),
		format: formats.weekly,
		next: (time) => time + 7 * day,
		latest: (start) => addMonths(start, 6),
	},
	monthly: {
		form: '%Y-%m',
		parse: parser(/^\d{4}-\d{2}$/, (text) => Date.parse(`${text}-01T00:00:00Z`), formats.monthly),
		format: formats.monthly,
		next: (time) => addMonths(time, 1),
		latest: (start) => addMonths(start, 12),
	},
};
