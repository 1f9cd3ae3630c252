import type { IDataObject } from 'n8n-workflow';

import type { DocumentResult } from '../core/documentResult';
import type { JsonObject } from '../core/json';
import type { InputFile } from '../http/multipart';
import type { DocumentFailure, Status, StatusSource, Watched } from '../waiting/documentStatus';

/** What shared code has to know of a service's document. */
export interface ServiceDocument extends Watched {
	/** One of the four words of all services. */
	status: Status;
	/** The service's own object. */
	raw: JsonObject;
}

/** A file to be uploaded. */
export interface Upload<Fields> {
	file: InputFile;
	/** What the parameters of its item say about it. */
	fields: Fields;
	/** To be put into its name; only where the service finds earlier uploads. */
	fingerprint?: string | undefined;
}

/**
 * When a document was created, on this machine's clock, as exactly as it can be told. Milliseconds
 * since 1970.
 */
export interface Creation {
	earliest: number;
	latest: number;
}

/** A document that the service lists and that may be the one whose answer got lost. */
export interface Candidate<Document> {
	id: string;
	/** What an upload's answer may have named it by instead. */
	otherIds?: readonly string[];
	/** The `uploadKey` of an upload with the name that the service lists. */
	key: string;
	created: Creation;
	document: Document;
}

/** What an output can be without. */
export type Part = 'pages' | 'rows';

/**
 * A service as shared code knows it, one for each run of a node. Each service says all of it once,
 * in `api/documentService.ts`.
 */
export interface DocumentService<Document extends ServiceDocument, Fields = never>
	extends StatusSource<Document> {
	/** As users know it. */
	name: string;
	/** Bytes. */
	largestFile: number;
	/** The operations that find a document and go on with it, such as "Document > Get Many". */
	lookWith: string;
	resumeWith: string;
	/** Whether the credits of a document that could not be read are given back. */
	refundsFailed: boolean;
	/** Sends a file, until the signal. */
	upload(upload: Upload<Fields>, signal: AbortSignal): Promise<Document>;
	/**
	 * What the service would list an upload under: those with the same key can be mistaken for each
	 * other. Only where it lists its documents, as `recent`.
	 */
	uploadKey?(upload: Upload<Fields>): string;
	/**
	 * Lists what may be of an upload whose answer got lost, also after the end of the run.
	 *
	 * @param since milliseconds since 1970 on this machine's clock, to be read generously
	 */
	recent?(upload: Upload<Fields>, since: number): Promise<Array<Candidate<Document>>>;
	/**
	 * A document that was uploaded with a fingerprint and did not fail; a service without it offers
	 * no `ifUploadedBefore`.
	 */
	findEarlier?(fingerprint: string): Promise<Document | undefined>;
	/** An earlier document in the place of a file's own. */
	reused?(document: Document, file: InputFile): Document;
	/** A failure with what only a further question to the service can tell. */
	explained?(error: unknown): Promise<unknown>;
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
