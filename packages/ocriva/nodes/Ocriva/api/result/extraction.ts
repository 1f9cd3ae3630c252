import { isObject, type JsonObject, numberOf, objectOf } from '../../../shared/core/json';
import type { TextPage } from '../../../shared/core/documentResult';
import { type FoundTable, tablesIn } from './tables';

/** What a `processingResult` holds, whatever the template made of it. */
interface Extraction {
	/** Null when the result has none of its own. */
	text: string | null;
	pages: TextPage[];
	/** Null when the result does not say. */
	pageCount: number | null;
	/** The result as the template made it, whole; text, pages and tables are read from it besides. */
	fields: JsonObject;
	tables: FoundTable[];
	/** Of a result that is a list: each entry is one. */
	records: JsonObject[];
}

const EMPTY: Readonly<Extraction> = {
	text: null,
	pages: [],
	pageCount: null,
	fields: {},
	tables: [],
	records: [],
};

/**
 * Reads a result. Its keys come from the template, so the shape decides: a text is the text, an
 * object has fields, a list of objects has records; lists of objects and lists of lists in it are
 * tables besides.
 */
export function readExtraction(result: unknown): Extraction {
	if (result === null || result === undefined) return EMPTY;
	if (isObject(result)) return ofObject(result);
	if (!Array.isArray(result)) return { ...EMPTY, text: String(result) };
	const [only, ...others] = result;
	if (isObject(only) && others.length === 0) return ofObject(only);
	if (result.length > 0 && result.every(isObject)) return { ...EMPTY, records: result };
	return { ...EMPTY, fields: { values: result }, tables: tablesIn(result, null, 1) };
}

function ofObject(fields: JsonObject): Extraction {
	const pages = pagesIn(fields);
	return {
		text: ownText(fields),
		pages: pages.map(({ pageNumber, text }) => ({ pageNumber, text })),
		pageCount: numberOf(fields.pageCount ?? fields.page_count) ?? (pages.length || null),
		fields,
		tables: [
			...pages.flatMap(({ page, pageNumber }) => tablesOf(page, pageNumber)),
			...tablesOf(pages.length > 0 ? { ...fields, pages: null } : fields, 1),
		],
		records: [],
	};
}

/**
 * The text of a document or a page (assumption: a template may ask for it under such a name).
 */
function ownText({ text, content }: JsonObject): string | null {
	return [text, content].find((value) => typeof value === 'string') ?? null;
}

interface Page extends TextPage {
	/** As it stands in the result. */
	page: JsonObject;
}

/**
 * What `pages` lists, when that are texts: objects that have one, or plain texts where nothing else
 * stands in the result, as a template may also ask for the numbers of pages.
 */
function pagesIn(result: JsonObject): Page[] {
	const entries = Array.isArray(result.pages) ? result.pages : [];
	const isAlone = Object.keys(result).length === 1;
	const pages = entries.flatMap((entry, index): Page[] => {
		const page: JsonObject = isAlone && !isObject(entry) ? { text: entry } : objectOf(entry);
		const text = ownText(page);
		const number = numberOf(page.pageNumber ?? page.page_number ?? page.page);
		return text === null ? [] : [{ pageNumber: number ?? index + 1, text, page }];
	});
	return pages.length === entries.length ? pages : [];
}

function tablesOf(values: JsonObject, pageNumber: number): FoundTable[] {
	return Object.entries(values).flatMap(([key, value]) =>
		tablesIn(value, key === 'tables' ? null : key, pageNumber),
	);
}
