import { arrayOf, isObject, type JsonObject, numberOf, textOf } from '../../../shared/core/json';
import type { DocumentPage } from '../../../shared/core/documentResult';
import { type FoundTable, isAllTables, tablesIn } from './tables';

/** What a `processingResult` holds, whatever the template made of it. */
export interface Extraction {
	/** Null when the result has none of its own. */
	text: string | null;
	pages: DocumentPage[];
	/** Null when the result does not say. */
	pageCount: number | null;
	/** Lists that are tables too stand here with the types of their values. */
	pairs: Array<[string, unknown]>;
	tables: FoundTable[];
	/** Of a result that is a list: each entry is one. */
	records: JsonObject[];
}

const EMPTY: Readonly<Extraction> = {
	text: null,
	pages: [],
	pageCount: null,
	pairs: [],
	tables: [],
	records: [],
};

/**
 * Keys of the text of a document or a page (assumption: a template may ask for it under such a
 * name).
 */
const TEXT_KEYS = ['text', 'content'];

/**
 * Reads a result. Its keys come from the template, so the shape decides: a text is the text; plain
 * values and objects are fields; lists of objects and lists of lists are tables besides. `pages`,
 * `fields` and `tables` mean what they say.
 */
export function readExtraction(result: unknown): Extraction {
	if (result === null || result === undefined) return EMPTY;
	if (isObject(result)) return ofObject(result);
	if (!Array.isArray(result)) return { ...EMPTY, text: String(result) };
	const [only, ...others] = result;
	if (isObject(only) && others.length === 0) return ofObject(only);
	if (result.length > 0 && result.every(isObject)) return { ...EMPTY, records: result };
	const tables = tablesIn(result, null, 1);
	return { ...EMPTY, pairs: isAllTables(result) ? [] : [['values', result]], tables };
}

function ofObject(result: JsonObject): Extraction {
	const textKey = TEXT_KEYS.find((key) => typeof result[key] === 'string');
	const found: Extraction = {
		text: textKey ? textOf(result[textKey]) : null,
		pages: [],
		pageCount: numberOf(result.pageCount ?? result.page_count),
		pairs: [],
		tables: [],
		records: [],
	};
	for (const [key, value] of Object.entries(result)) {
		if (key === textKey || isEmptyPart(key, value)) continue;
		if (key === 'pages' && isPageList(value)) readPages(value, found);
		else addValue(key, value, 1, found);
	}
	return found;
}

/** `pages`, `fields` or `tables` of which there are none. */
function isEmptyPart(key: string, value: unknown): boolean {
	return (
		['pages', 'fields', 'tables'].includes(key) &&
		(value === null || (Array.isArray(value) && value.length === 0))
	);
}

function addValue(
	key: string,
	value: unknown,
	pageNumber: number,
	{ pairs, tables }: Extraction,
): void {
	const own = key === 'fields' ? fieldPairs(value) : undefined;
	if (own) return void pairs.push(...own);
	const inside = tablesIn(value, key === 'tables' ? null : key, pageNumber);
	tables.push(...inside);
	if (key !== 'tables' || !isAllTables(value)) pairs.push([key, value]);
}

/** `fields` as an object, or as a list of `{ name, value }`. */
function fieldPairs(value: unknown): Array<[string, unknown]> | undefined {
	if (isObject(value)) return Object.entries(value);
	const entries = arrayOf(value).map((entry): [string, unknown] | undefined => {
		if (!isObject(entry) || !('value' in entry)) return undefined;
		const name = textOf(entry.name) ?? textOf(entry.key) ?? textOf(entry.label);
		return name === null ? undefined : [name, entry.value];
	});
	return entries.length > 0 && entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function isPageList(value: unknown): value is unknown[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every(
			(page) =>
				typeof page === 'string' ||
				(isObject(page) && TEXT_KEYS.some((key) => typeof page[key] === 'string')),
		)
	);
}

/** What a page holds besides its number, text, fields and tables stays with it. */
function readPages(pages: unknown[], found: Extraction): void {
	found.pageCount ??= pages.length;
	for (const [index, page] of pages.entries()) {
		if (!isObject(page)) {
			found.pages.push({ pageNumber: index + 1, text: String(page) });
			continue;
		}
		const { pageNumber, page_number, page: number, text, content, fields, ...others } = page;
		const position = numberOf(pageNumber ?? page_number ?? number) ?? index + 1;
		if (fields !== undefined) addValue('fields', fields, position, found);
		const tables = tablesIn(others, null, position);
		found.tables.push(...tables);
		if (isAllTables(others.tables)) delete others.tables;
		found.pages.push({
			...others,
			pageNumber: position,
			text: textOf(text) ?? textOf(content) ?? '',
		});
	}
}
