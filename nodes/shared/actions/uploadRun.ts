import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toFailure } from '../errors';
import { forEachItem } from '../items';
import { Slots } from '../pool';
import type { Finishable, Finisher, FinishSettings } from './finish';

/** What an upload does with one item. */
export interface UploadSteps<Document extends Finishable, Request extends { finish: FinishSettings | undefined }> {
	/** Reads and checks everything of an item before the first byte is sent. `finish` is undefined when the item goes on at once. */
	read(itemIndex: number): Promise<Request>;
	/** Sends it, once. */
	send(request: Request): Promise<Document>;
	finisher: Finisher<Document>;
	/** The item of a document that is not waited for. */
	summary(document: Document): IDataObject;
	/** A failure with what only a further question to the service can tell. */
	explained?(error: unknown): Promise<unknown>;
	/** Where to get the documents of a run that ended early, such as "the operation "Wait"". */
	resumeWith: string;
}

/**
 * Uploads of one run: files go out through a pool, all documents share one wait, results come in input order.
 *
 * @param concurrency files at a time
 * @param halt ends the run, see `haltOf`; the upload steps watch over the waiting themselves
 */
export async function uploadItems<Document extends Finishable, Request extends { finish: FinishSettings | undefined }>(
	context: IExecuteFunctions,
	halt: AbortController,
	concurrency: number,
	steps: UploadSteps<Document, Request>,
): Promise<INodeExecutionData[]> {
	const slots = new Slots(concurrency);
	const paid: Document[] = [];

	const send = async (itemIndex: number) => {
		if (halt.signal.aborted) return undefined;
		try {
			const request = await steps.read(itemIndex);
			const uploaded = await steps.send(request);
			paid.push(uploaded);
			return { uploaded, finish: request.finish };
		} catch (error) {
			// Before the next item gets the slot: a run that has ended pays for nothing more.
			if (!context.continueOnFail()) halt.abort();
			throw toFailure((await steps.explained?.(error)) ?? error);
		}
	};
	const work = async (itemIndex: number) => {
		const document = await slots.run(async () => await send(itemIndex));
		if (!document) return [];
		return document.finish ? await steps.finisher.finish(document.uploaded, document.finish) : [{ json: steps.summary(document.uploaded) }];
	};
	const remark = () => {
		const names = paid.map((document) => `${document.id} (${String(steps.summary(document).fileName ?? 'no name')})`);
		return paid.length > 0 ? `Already uploaded in this run: ${names.join(', ')}. Fetch these with ${steps.resumeWith} instead of uploading them again.` : '';
	};
	return await forEachItem(context, { concurrency: context.getInputData().length, halt, remark }, work);
}
