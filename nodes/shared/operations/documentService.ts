import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { DocumentResult, OutputMode } from '../core/documentResult';
import type { DocumentFailure, DocumentStatus, Phase, Status } from '../waiting/documentStatus';
import type { WaitOrder } from '../waiting/statusPoller';

/** What of a service's document the collector has to know. */
export interface Finishable {
	id: string;
	status: Status;
	/** The service's own word for it. */
	state: string;
	phase: Phase;
}

/**
 * What the collector has to know of a service and its documents; each service says it once, in
 * `actions/collectResult.ts`.
 */
export interface DocumentService<Document extends Finishable> {
	/** As users know it. */
	name: string;
	/**
	 * Resolves with the finished document, done or failed, with its result; rejects with a
	 * DeadlineFailure when it takes too long.
	 */
	finished(known: Document, order: WaitOrder): Promise<Pick<DocumentStatus<Document>, 'document'>>;
	/** What went wrong with a document that failed. */
	failure(document: Document): DocumentFailure;
	/** It in the shape of all services. */
	result(document: Document): DocumentResult;
	/** Its items in an output mode. */
	present(document: Document, mode: OutputMode): INodeExecutionData[];
	/** The simple shape of a document that is not finished. */
	summary(document: Document): IDataObject;
	/** Keeps what an upload's answer told and the result does not tell again. */
	merge?(known: Document, finished: Document): Document;
	remove?(id: string): Promise<void>;
	/** Whether a finished document brought something to read; without it nothing is deleted. */
	hasResult?(document: Document): boolean;
}
