import type { IDataObject } from 'n8n-workflow';

import { type DocumentResult, type DocumentTable, fieldsFrom, uniqueNames } from './documentResult';
import { markdownOf } from './markdown';
import { widthOf } from './numberedTables';

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
