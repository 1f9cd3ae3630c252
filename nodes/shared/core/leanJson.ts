import type { IDataObject } from 'n8n-workflow';

import { arrayOf, asItemJson, isObject, objectOf, textOf } from './json';
import { shownValue } from './plainText';

/** Keys under which a result keeps a text that the document's text repeats. */
const TEXT_KEY = /^(text|content)$/;
const PAGE_KEY = /^(page|number|page_?number)$/i;

/** What an item says outside the part that is looked at. */
interface Said {
	/** Names, cells and values, in parts; see `partsOf`. */
	parts: Set<string>;
	text: string;
}

/**
 * An item for a reader who pays for each word, such as a model: each text once, and no keys that
 * are null or empty. Tables come first, then the fields and records; the text is left out where it
 * was made of them.
 */
export function leanJson(json: IDataObject): IDataObject {
	return asItemJson(objectOf(withoutEmpty(withoutRepeats(json))));
}

function withoutRepeats(json: IDataObject): IDataObject {
	const said: Said = {
		parts: new Set(arrayOf(json.tables).flatMap(cellsOf).flatMap(partsOf)),
		text: textOf(json.text) ?? '',
	};
	const fields = Object.entries(objectOf(json.fields)).filter(
		([key, value]) => !isTextField(key, value, said) && !isRepeatedList(value, said),
	);
	const own = asItemJson(Object.fromEntries(fields));
	for (const record of [own, ...arrayOf(json.records).map(objectOf)])
		for (const part of Object.entries(record).flat().flatMap(partsOf)) said.parts.add(part);
	return {
		...json,
		...(isObject(json.fields) && { fields: own }),
		...(isSame(json.records, [json.fields]) && { records: null }),
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

function isTextField(key: string, value: unknown, { text }: Said): boolean {
	return TEXT_KEY.test(key) && value === text;
}

/** Whether a field is a list of rows that stand among the tables, or of pages of the text. */
function isRepeatedList(value: unknown, said: Said): boolean {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((row) => {
			if (Array.isArray(row))
				return row.every((cell) => areSaid(cell, said) || isRepeatedList([cell], said));
			return isObject(row) && Object.entries(row).every((entry) => isSaidEntry(entry, said));
		})
	);
}

function isSaidEntry([key, value]: [string, unknown], said: Said): boolean {
	if (PAGE_KEY.test(key) && typeof value === 'number') return true;
	if (TEXT_KEY.test(key) && typeof value === 'string') return said.text.includes(value);
	return areSaid(key, said) && areSaid(value, said);
}

function areSaid(value: unknown, { parts }: Said): boolean {
	return partsOf(value).every((part) => isSaid(part, parts));
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a text has nothing but cells, values, and lines like `name: value`. */
function isRepetition(text: unknown, { parts: said }: Said): boolean {
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
