import type { IDataObject } from 'n8n-workflow';

import type { DocumentResult } from '../core/documentResult';
import type { JsonObject } from '../core/json';
import type { DocumentFailure, Status, StatusSource, Watched } from '../waiting/documentStatus';

/** What shared code has to know of a service's document. */
export interface ServiceDocument extends Watched {
	/** One of the four words of all services. */
	status: Status;
	/** The service's own object. */
	raw: JsonObject;
}

/** What an output can be without. */
export type Part = 'pages' | 'rows';

/**
 * A service as shared code knows it, one for each run of a node. Each service says all of it once,
 * in `api/documentService.ts`.
 */
export interface DocumentService<Document extends ServiceDocument> extends StatusSource<Document> {
	/** As users know it. */
	name: string;
	/** What went wrong with a document that failed. */
	failure(document: Document): DocumentFailure;
	/** It in the shape of all services. */
	result(document: Document): DocumentResult;
	/** The item of a document that is not finished; the one of its result unless given. */
	summary?(document: Document): IDataObject;
	/** The names of the lists that its rows come from, where there may be several. */
	lists?(document: Document): readonly string[];
	/** Says why a document has no pages or rows, and what to do. */
	whyEmpty(document: Document, part: Part): string;
	/** Whether a finished document brought something to read; without it nothing is deleted. */
	hasResult?(document: Document): boolean;
	remove?(id: string): Promise<void>;
}
