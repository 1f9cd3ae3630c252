import type { IDataObject } from 'n8n-workflow';

export interface DocumentPage {
	/** From 1. */
	pageNumber: number;
	text: string;
}

export interface DocumentTable {
	pageNumber: number;
	/** From 1 on each page. */
	tableNumber: number;
	header: string[] | null;
	rows: string[][];
}

/**
 * The simple shape of a document, the same for every service, so that a flow can change the
 * service.
 */
export interface DocumentSummary {
	id: string;
	service: string;
	fileName: string | null;
	action: string | null;
	status: string;
	pageCount: number | null;
	/** ISO 8601 in UTC where the service's date could be read, else as it came. */
	createdAt: string | null;
	updatedAt: string | null;
	deletesAt: string | null;
}

export interface DocumentResult extends DocumentSummary {
	/** All pages, with an empty line between them. */
	text: string;
	pages: DocumentPage[];
	tables: DocumentTable[];
	/** Key-value pairs of a table page, the fields of the only record, or a service's extractions. */
	fields: IDataObject;
	/** Every record, also when there is one. */
	records: IDataObject[];
	/** Only for a document that failed: why, where the service says so. */
	failureReason?: string | null;
}

export type OutputMode = 'document' | 'pages' | 'rows' | 'raw';

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
		case 'pages':
			return pageView(document);
		case 'rows':
			return rowView(document);
		case 'raw':
			return [raw];
		default:
			return [{ ...document }];
	}
}

/** One item a page, each with what identifies the document and with the tables of its page. */
function pageView(document: DocumentResult): IDataObject[] {
	const { id, service, fileName, action, status, pageCount } = document;
	return document.pages.map(({ pageNumber, text }) => ({
		id,
		service,
		fileName,
		action,
		status,
		pageCount,
		pageNumber,
		text,
		tables: document.tables.filter((table) => table.pageNumber === pageNumber),
	}));
}

/**
 * One item a table row and one a record, columns as keys; a page of key-value pairs alone gives one
 * item.
 */
function rowView(document: DocumentResult): IDataObject[] {
	const rows = [...document.tables.flatMap(tableRows), ...document.records];
	return rows.length === 0 && Object.keys(document.fields).length > 0 ? [document.fields] : rows;
}

function tableRows({ header, rows }: DocumentTable): IDataObject[] {
	const width = Math.max(header?.length ?? 0, ...rows.map((row) => row.length));
	const names = uniqueNames(
		Array.from({ length: width }, (_, column) => header?.[column]?.trim() || `column${column + 1}`),
	);
	return rows.map((row) =>
		Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])),
	);
}

/** Repeated names get a number (`Total`, `Total_2`), so that no value overwrites another. */
export function uniqueNames(names: readonly string[]): string[] {
	const taken = new Set<string>();
	return names.map((name) => {
		let unique = name;
		for (let number = 2; taken.has(unique); number++) unique = `${name}_${number}`;
		taken.add(unique);
		return unique;
	});
}

/** An object out of name-value pairs that keeps repeated names apart. */
export function fieldsFrom(pairs: ReadonlyArray<readonly [string, unknown]>): IDataObject {
	const names = uniqueNames(pairs.map(([name]) => name));
	return Object.fromEntries(pairs.map(([, value], index) => [names[index], value])) as IDataObject;
}
