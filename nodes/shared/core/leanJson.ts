import type { IDataObject } from 'n8n-workflow';

import { arrayOf, asItemJson, isObject, objectOf } from './json';
import { shownValue } from './plainText';

/**
 * An item for a reader who pays for each word, such as a model: each text once, and no keys that
 * are null or empty. Tables come first, then fields, then the text: what only repeats them is left
 * out.
 */
export function leanJson(json: IDataObject): IDataObject {
	return asItemJson(objectOf(withoutEmpty(withoutRepeats(json))));
}

function withoutRepeats(json: IDataObject): IDataObject {
	const fields = objectOf(json.fields);
	const said = new Set(arrayOf(json.tables).flatMap(cellsOf).flatMap(partsOf));
	const ownFields = Object.entries(fields).filter(([, value]) => !isTableOf(value, said));
	for (const record of [fields, ...arrayOf(json.records).map(objectOf)])
		for (const text of Object.entries(record).flat().flatMap(partsOf)) said.add(text);
	return {
		...json,
		...(isObject(json.fields) && { fields: asItemJson(Object.fromEntries(ownFields)) }),
		...(isSame(json.records, [fields]) && { records: null }),
		...(isRepetition(json.text, said) && { text: null }),
		...(Array.isArray(json.pages) && { pages: pagesBeside(json.text, json.pages) }),
	};
}

function cellsOf(table: unknown): unknown[] {
	const { header, rows } = objectOf(table);
	return [...arrayOf(header), ...arrayOf(rows).flatMap(arrayOf)];
}

/** Cells and values as a text shows them; its lines and tabs are not told from theirs. */
function partsOf(value: unknown): string[] {
	return shownValue(value).split(/[\n\t]/);
}

/** Whether a field is a list whose rows stand among the tables. */
function isTableOf(value: unknown, said: ReadonlySet<string>): boolean {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((row) => {
			const cells = isObject(row) ? Object.entries(row).flat() : arrayOf(row);
			return cells.length > 0 && cells.flatMap(partsOf).every((part) => isSaid(part, said));
		})
	);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a text has nothing but cells, values, and lines like `name: value`. */
function isRepetition(text: unknown, said: ReadonlySet<string>): boolean {
	return (
		typeof text === 'string' &&
		partsOf(text).every(
			(part) =>
				isSaid(part, said) ||
				[...part.matchAll(/: /g)].some(
					({ index }) => isSaid(part.slice(0, index), said) && isSaid(part.slice(index + 2), said),
				),
		)
	);
}

function isSaid(part: string, said: ReadonlySet<string>): boolean {
	return part.trim() === '' || said.has(part);
}

/** What the pages hold besides their number and the text, which is whole already. */
function pagesBeside(whole: unknown, pages: readonly unknown[]): IDataObject[] {
	return pages
		.map((page) => {
			const { text, ...others } = objectOf(page);
			return asItemJson(String(whole).includes(String(text)) ? others : objectOf(page));
		})
		.filter((page) => Object.keys(page).some((key) => key !== 'pageNumber'));
}

function withoutEmpty(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutEmpty);
	if (!isObject(value)) return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
	return Object.fromEntries(entries.filter(([, inner]) => !isEmpty(inner)));
}

function isEmpty(value: unknown): boolean {
	return (
		value === null ||
		value === undefined ||
		value === '' ||
		(Array.isArray(value) && value.length === 0) ||
		(isObject(value) && Object.keys(value).length === 0)
	);
}
