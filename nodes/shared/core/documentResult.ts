import type { IDataObject } from 'n8n-workflow';

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

/** A document of any service, read into one shape. Its items are made in `documentViews.ts`. */
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
	/** What stands behind the ten fields where it says something, such as `failureReason`. */
	more: IDataObject;
}

/** `failureReason` where the service says why a document failed. */
export function failureReason(failure: string | null): IDataObject {
	return failure === null || failure === '' ? {} : { failureReason: failure };
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
