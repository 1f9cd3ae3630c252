import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { settleAll } from '../concurrency/pool';
import { Failure, toFailure } from '../core/errors';
import { DeadlineFailure, statusOf } from '../waiting/documentStatus';
import { processingTimes } from '../waiting/processingTimes';
import { StatusPoller } from '../waiting/statusPoller';
import type { DocumentService, ServiceDocument } from './documentService';
import { isErrorItem } from './forEachItem';
import { hint } from './hints';
import { Progress } from './progress';
import { documentItemOf, toItems, toItemsTogether } from './toItems';
import type { ResultSettings } from './waitOptions';

/** What an operation knows of the document besides. */
interface Collected {
	/** True for a document of an earlier run, which may be finished already. */
	isOld: boolean;
	/** True for one that this execution has paid for: it exists. */
	isPaid?: boolean;
	/** The file that it was made of. */
	file?: { size: number };
}

const DELETED_AT_ONCE = 5;

/** Waits for documents of a run and gives their items. */
export class ResultCollector<Document extends ServiceDocument> {
	private readonly progress: Progress;
	private readonly poller: StatusPoller<Document>;
	private readonly toDelete = new Set<string>();

	/** @param looksAtOnce looks at single documents that run at the same time, until the signal */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly service: DocumentService<Document>,
		{ signal, looksAtOnce }: { signal: AbortSignal; looksAtOnce: number },
	) {
		this.poller = new StatusPoller(service, signal, {
			looksAtOnce,
			documents: context.getInputData().length,
			times: processingTimes,
		});
		this.progress = new Progress(
			context.logger,
			`${service.name}: documents finished`,
			context.getInputData().length,
		);
	}

	/**
	 * @param known what is known of the document before the first look
	 * @throws Failure with the document's id in its details
	 */
	async collect(
		known: Document,
		settings: ResultSettings,
		collected: Collected,
	): Promise<INodeExecutionData[]> {
		try {
			const document = await this.finished(known, settings, collected);
			const items = toItems(this.context, this.service, { document, mode: settings.mode });
			if (settings.deleteWhenDone) this.deleteLater(document);
			return items;
		} catch (error) {
			if (error instanceof DeadlineFailure && settings.onTimeout === 'return')
				return [this.unfinished(known, error)];
			throw toFailure(error);
		}
	}

	/**
	 * The finished document, with its result.
	 * @throws Failure with the document's id in its details, also for one that the service could not
	 * read
	 */
	async finished(
		known: Document,
		{ timeoutMs }: ResultSettings,
		{ isOld, isPaid, file }: Collected,
	): Promise<Document> {
		try {
			const order = { timeoutMs, ready: isOld, exists: isPaid, sizeBytes: file?.size };
			const document = await this.poller.finished(known, order);
			this.progress.step();
			if (document.phase === 'failed') throw this.service.failure(document);
			return document;
		} catch (error) {
			throw error instanceof Failure ? error.with({ id: known.id, ...error.details }) : error;
		}
	}

	/** The items of finished documents that belong together. */
	presentTogether(
		documents: readonly [Document, ...Document[]],
		{ mode, deleteWhenDone }: ResultSettings,
	): INodeExecutionData[] {
		const items = toItemsTogether(this.context, this.service, { documents, mode });
		if (deleteWhenDone) for (const document of documents) this.deleteLater(document);
		return items;
	}

	/** The item of a document that took too long. */
	unfinished(known: Document, { message, state, seenId }: DeadlineFailure): INodeExecutionData {
		hint(this.context, message);
		const status = state === 'unknown' ? known.status : statusOf(state);
		const document = { ...known, id: seenId, status };
		return { json: { ...documentItemOf(this.service, document), timedOut: true } };
	}

	private deleteLater(document: Document): void {
		if (this.service.hasResult?.(document) === false)
			hint(this.context, `Document ${document.id} was not deleted, as it came without a result.`);
		else this.toDelete.add(document.id);
	}

	/**
	 * Deletes what was to be deleted. To be called as the last act of a run: what is deleted before
	 * the results have left the node would be lost with a run that fails.
	 *
	 * @param items what the run gives out
	 */
	async deleteCollected(items: readonly INodeExecutionData[]): Promise<void> {
		const ids = [...this.toDelete];
		if (ids.length > 0 && willBeRepeated(this.context, items)) {
			const which = ids.length === 1 ? 'Document' : 'Documents';
			hint(
				this.context,
				`${which} ${ids.join(', ')} not deleted: "Retry On Fail" runs this node again, as its first item failed.`,
			);
			return;
		}
		await settleAll(
			ids,
			DELETED_AT_ONCE,
			async (id) => await deleteOrTell(this.context, this.service, id),
		);
	}
}

/** The result is here already, so a failed deletion is told and does not cost it. */
export async function deleteOrTell(
	context: IExecuteFunctions,
	service: { remove?(id: string): Promise<void> },
	id: string,
): Promise<void> {
	try {
		await service.remove?.(id);
	} catch (error) {
		hint(context, `Document ${id} could not be deleted: ${toFailure(error).message}`);
	}
}

/** n8n (both versions) repeats a node whose first item tells of a failure, and drops its items. */
function willBeRepeated(
	context: IExecuteFunctions,
	[first]: readonly INodeExecutionData[],
): boolean {
	return context.getNode().retryOnFail === true && first !== undefined && isErrorItem(first);
}
