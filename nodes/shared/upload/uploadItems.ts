import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import { forEachItem } from '../operations/forEachItem';
import type { InputFile } from '../http/multipart';
import { Slots } from '../concurrency/pool';
import { DocumentFailure } from '../waiting/documentStatus';
import { UnconfirmedFailure } from './uploadErrors';
import type { Finishable, ResultCollector, ResultSettings } from '../operations/collectResult';
import type { RetryMemory } from './retryMemory';

/** What an item wants to be sent. */
export interface UploadRequest {
	file: InputFile;
	/** Undefined when the item goes on at once. */
	finish: ResultSettings | undefined;
}

/** What an upload does with one item. */
export interface UploadSteps<Document extends Finishable, Request extends UploadRequest> {
	/** Reads and checks everything of an item before the first byte is sent. */
	read(itemIndex: number): Promise<Request>;
	/** Sends it, once. */
	send(request: Request): Promise<Document>;
	/** Of this operation; one for as long as the process lives. */
	memory: RetryMemory<Document>;
	collector: ResultCollector<Document>;
	/** The item of a document that is not waited for. */
	summary(document: Document): IDataObject;
	/** A failure with what only a further question to the service can tell. */
	explained?(error: unknown): Promise<unknown>;
	/** Where to get the documents of a run that ended early, such as "the operation "Wait"". */
	resumeWith: string;
}

/**
 * Uploads of one run: files go out through a pool, all documents share one wait, results come in
 * input order.
 *
 * @param concurrency files at a time
 * @param abort ends the run, see `haltOf`; the upload steps watch over the waiting themselves
 */
export async function uploadItems<Document extends Finishable, Request extends UploadRequest>(
	context: IExecuteFunctions,
	abort: AbortController,
	concurrency: number,
	steps: UploadSteps<Document, Request>,
): Promise<INodeExecutionData[]> {
	const slots = new Slots(concurrency);
	const { documents: paid, doubts } = steps.memory.of(context);

	const send = async (itemIndex: number) => {
		if (abort.signal.aborted) return undefined;
		let key = '';
		try {
			const request = await steps.read(itemIndex);
			key = JSON.stringify([itemIndex, request.file.name, request.file.size]);
			const doubt = doubts.get(key);
			if (doubt) throw toFailure(doubt);
			const earlier = paid.get(key);
			const uploaded = earlier ?? (await steps.send(request));
			paid.set(key, uploaded);
			return { key, uploaded, isOld: earlier !== undefined, finish: request.finish };
		} catch (error) {
			if (error instanceof UnconfirmedFailure) doubts.set(key, error);
			// Before the next item gets the slot: a run that has ended pays for nothing more.
			if (!context.continueOnFail()) abort.abort();
			throw toFailure((await steps.explained?.(error)) ?? error);
		}
	};
	const work = async (itemIndex: number) => {
		const document = await slots.run(async () => await send(itemIndex));
		if (!document) return [];
		if (!document.finish) return [{ json: steps.summary(document.uploaded) }];
		try {
			const items = await steps.collector.collect(
				document.uploaded,
				document.finish,
				document.isOld,
			);
			if (document.finish.deleteWhenDone) paid.delete(document.key);
			return items;
		} catch (error) {
			// Another try of the node can only bring a result with a new document.
			if (error instanceof DocumentFailure) paid.delete(document.key);
			throw toFailure(error);
		}
	};
	const remark = () => {
		const names = [...paid.values()].map(
			(document) => `${document.id} (${String(steps.summary(document).fileName ?? 'no name')})`,
		);
		return paid.size > 0
			? `Already uploaded in this run: ${names.join(', ')}. Fetch these with ${steps.resumeWith} instead of uploading them again.`
			: '';
	};
	return await forEachItem(
		context,
		{ concurrency: context.getInputData().length, abort, remark },
		work,
	);
}
