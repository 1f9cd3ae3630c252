import type { IDataObject } from 'n8n-workflow';

import { markdownOf } from './markdown';
import { widthOf } from './numberedTables';

/** A page as the views of a document need it. */
export interface DocumentPage {
	/** From 1. */
	pageNumber: number;
	text: string;
	/**
	 * How the text came: as Markdown, as plain text, or made here of the page's tables and fields.
	 */
	textIs: 'markdown' | 'plain' | 'made';
	/** The key-value pairs of this page alone. */
	fields: IDataObject;
	/** The records of this page alone. */
	records: IDataObject[];
}

export type TextPage = Pick<DocumentPage, 'pageNumber' | 'text'>;

/** A page of which a service gives the text alone, and no Markdown. */
export function plainPage({ pageNumber, text }: TextPage): DocumentPage {
	return { pageNumber, text, textIs: 'plain', fields: {}, records: [] };
}

export interface DocumentTable {
	pageNumber: number;
	/** From 1 on each page. */
	tableNumber: number;
	header: string[] | null;
	rows: string[][];
}

/** The head of a document, as lists give it. */
export interface DocumentSummary {
	id: string;
	fileName: string | null;
	pageCount: number | null;
	action: string | null;
	/** One of the four words of all services. */
	status: string;
	/** ISO 8601 in UTC where the service's date could be read, else as it came. */
	createdAt: string | null;
	updatedAt: string | null;
	deletesAt: string | null;
	service: string;
}

/** A document of any service, read into one shape. Its items are made by {@link viewOf}. */
export interface DocumentResult {
	id: string;
	fileName: string | null;
	/** All pages, with an empty line between them. */
	text: string;
	pageCount: number | null;
	/** Key-value pairs of a table page, the fields of the only record, or a service's extractions. */
	fields: IDataObject;
	/** Every record, also when there is one. */
	records: IDataObject[];
	tables: DocumentTable[];
	action: string | null;
	status: string;
	service: string;
	pages: DocumentPage[];
	/** What stands behind the ten fields where it says something, such as `failureReason`. */ more: IDataObject;
}

/**
 * `rowsWithSource`: rows with columns in front that name their document.
 */
export type OutputMode = 'document' | 'markdown' | 'pages' | 'raw' | 'rows' | 'rowsWithSource';

/**
 * The items that one document gives in an output mode.
 *
 * @param raw the service's own object, given unchanged in `raw` mode
 */
export function viewOf(
	document: DocumentResult,
	raw: IDataObject,
	mode: OutputMode,
): IDataObject[] {
	switch (mode) {
		case 'markdown':
			return [markdownView(document)];
		case 'pages':
			return pageView(document);
		case 'rows':
			return rowsOf(document).map(({ row }) => row);
		case 'rowsWithSource':
			return rowsOf(document).map((row) => withSource(document, row));
		case 'raw':
			return [raw];
		default:
			return [documentItem(document)];
	}
}

/**
 * The simple shape of a document, the same for every service, so that a flow can change the
 * service. Each text stands in it once; n8n's table shows the first fields without scrolling.
 */
export function documentItem(document: DocumentResult): IDataObject {
	const { id, fileName, text, pageCount, fields, records, tables, action, status } = document;
	const tableItems = tables.map((table) => ({ ...table }));
	const simple = { id, fileName, text, pageCount, fields, records, tables: tableItems };
	return { ...simple, action, status, service: document.service, ...document.more };
}

/** `failureReason` where the service says why a document failed. */
export function failureReason(failure: string | null): IDataObject {
	return failure === null || failure === '' ? {} : { failureReason: failure };
}

function markdownView(document: DocumentResult): IDataObject {
	const { id, service, fileName, pageCount } = document;
	return { id, fileName, markdown: markdownOf(document), pageCount, service };
}

/**
 * One item per page, each with what names the document and with the tables and fields of its page.
 */
function pageView(document: DocumentResult): IDataObject[] {
	const { id, fileName, pageCount, tables } = document;
	return document.pages.map(({ pageNumber, text, fields, records }) => ({
		id,
		fileName,
		pageNumber,
		text,
		pageCount,
		tables: tables
			.filter((table) => table.pageNumber === pageNumber)
			.map((table) => ({ ...table })),
		fields: Object.keys(fields).length === 0 && records.length === 1 ? { ...records[0] } : fields,
	}));
}

interface Row {
	row: IDataObject;
	pageNumber: number | null;
	tableNumber: number | null;
}

/**
 * One row per table row and per record, with the columns as keys; a page of key-value pairs alone
 * gives one.
 */
function rowsOf({ tables, pages, records, fields }: DocumentResult): Row[] {
	const placed = pages.flatMap(({ pageNumber, records: own }) =>
		own.map((row) => ({ row, pageNumber, tableNumber: null })),
	);
	const unplaced = records.map((row) => ({ row, pageNumber: null, tableNumber: null }));
	const rows = [
		...tables.flatMap(tableRows),
		...(placed.length === records.length ? placed : unplaced),
	];
	return rows.length === 0 && Object.keys(fields).length > 0
		? [{ row: fields, pageNumber: null, tableNumber: null }]
		: rows;
}

function tableRows({ header, rows, pageNumber, tableNumber }: DocumentTable): Row[] {
	const width = widthOf(header, rows);
	const names = uniqueNames(
		Array.from({ length: width }, (_, column) => header?.[column]?.trim() || `column${column + 1}`),
	);
	return rows.map((row) => ({
		row: Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])),
		pageNumber,
		tableNumber,
	}));
}

/** Columns of the row that have these names already get a number. */
function withSource(
	{ id, fileName }: DocumentResult,
	{ row, pageNumber, tableNumber }: Row,
): IDataObject {
	const source = Object.entries({ documentId: id, fileName, pageNumber, tableNumber });
	return fieldsFrom([...source, ...Object.entries(row)]);
}

/** Repeated names get a number (`Total`, `Total_2`), so that no value overwrites another. */
export function uniqueNames(names: readonly string[]): string[] {
	const taken = new Set<string>();
	const next = new Map<string, number>();
	return names.map((name) => {
		let unique = name;
		for (let number = next.get(name) ?? 2; taken.has(unique); number++) {
			unique = `${name}_${number}`;
			next.set(name, number + 1);
		}
		taken.add(unique);
		return unique;
	});
}

/** An object out of name-value pairs that keeps repeated names apart. */
export function fieldsFrom(pairs: ReadonlyArray<readonly [string, unknown]>): IDataObject {
	const names = uniqueNames(pairs.map(([name]) => name));
	return Object.fromEntries(pairs.map(([, value], index) => [names[index], value])) as IDataObject;
}
