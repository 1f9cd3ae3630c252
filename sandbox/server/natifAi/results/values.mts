const monthNames = [
	'jan',
	'feb',
	'mar',
	'apr',
	'may',
	'jun',
	'jul',
	'aug',
	'sep',
	'oct',
	'nov',
	'dec',
];

const month = '(?<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)';

/** Ways to write a date; day before month where both are figures. */
const dateForms = [
	/(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})/,
	/(?<day>\d{1,2})[./](?<number>\d{1,2})[./](?<year>\d{4})/,
	new RegExp(`(?<day>\\d{1,2})\\.? ${month}\\.?(?: (?<year>\\d{4}))?`, 'i'),
	new RegExp(`${month}\\.? (?<day>\\d{1,2})(?:,? (?<year>\\d{4}))?`, 'i'),
];

/**
 * A date in a text: where it stands, and its value, `YYYY-MM-DD` when it has a year and else the
 * text itself.
 */
export type FoundDate = { index: number; length: number; value: string; complete: boolean };

/** The first date in a text. */
export function findDate(text: string): FoundDate | null {
	for (const form of dateForms) {
		const match = form.exec(text);
		if (!match?.groups) continue;
		const { year, day = '', number, month: name = '' } = match.groups;
		const monthNumber =
			number === undefined
				? monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1
				: Number(number);
		const value =
			year === undefined
				? match[0]
				: [year, String(monthNumber).padStart(2, '0'), day.padStart(2, '0')].join('-');
		return { index: match.index, length: match[0].length, value, complete: year !== undefined };
	}
	return null;
}

/**
 * An amount of money such as `1,234.50`, `1.234,50` or `£9.00`, with two decimals; null when the
 * text is something else.
 */
export function amountOf(text: string): number | null {
	const match = /^[^\d\s-]{0,3}(-?\d{1,3}(?:[.,' ]?\d{3})*)[.,](\d{2})[^\d\s]{0,3}$/.exec(
		text.trim(),
	);
	return match ? Number(`${match[1]?.replace(/[.,' ]/g, '')}.${match[2]}`) : null;
}

const currencies: Array<[RegExp, string]> = [
	[/€|\bEUR\b/, 'EUR'],
	[/£|\bGBP\b/, 'GBP'],
	[/\$|\bUSD\b/, 'USD'],
	[/\bCHF\b/, 'CHF'],
];

/** The code of the currency that a text names. */
export function currencyOf(text: string): string | null {
	return currencies.find(([sign]) => sign.test(text))?.[1] ?? null;
}

/** A label or heading as a key: lower case, words joined by `_`. */
export function keyOf(label: string): string {
	return label
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '_')
		.replace(/^_|_$/g, '');
}
