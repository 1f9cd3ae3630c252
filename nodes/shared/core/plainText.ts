import type { DocumentTable } from './documentResult';

/**
 * What a page without a text of its own says: `name: value` lines, and table rows with tabs between
 * the cells.
 */
export function plainText(
	tables: ReadonlyArray<Pick<DocumentTable, 'header' | 'rows'>>,
	pairs: ReadonlyArray<readonly [string, unknown]>,
	records: readonly object[] = [],
): string {
	const lines = (entries: ReadonlyArray<readonly [string, unknown]>) =>
		entries.map(([name, value]) => `${name}: ${shownValue(value)}`).join('\n');
	const blocks = [
		lines(pairs),
		...tables.map(({ header, rows }) =>
			[...(header ? [header] : []), ...rows].map((row) => row.join('\t')).join('\n'),
		),
		...records.map((record) => lines(Object.entries(record))),
	];
	return paragraphs(blocks);
}

/** Texts with an empty line between them; empty ones do not count. */
export function paragraphs(texts: readonly string[]): string {
	return texts.filter((text) => text !== '').join('\n\n');
}

/**
 * A value as a cell or a line shows it; lists of plain values with commas, what is nested as JSON.
 */
export function shownValue(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value !== 'object') return String(value);
	return Array.isArray(value) && value.every((entry) => typeof entry !== 'object' || entry === null)
		? value.map(shownValue).join(', ')
		: JSON.stringify(value);
}
