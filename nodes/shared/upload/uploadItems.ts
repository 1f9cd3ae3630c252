import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { inOrder, Slots, settle, valueOf } from '../concurrency/pool';
import { toFailure } from '../core/errors';
import type { DocumentService, ServiceDocument } from '../operations/documentService';
import { abortOnCancel, forEachItem, goesOnAfterFailure } from '../operations/forEachItem';
import { hint } from '../operations/hints';
import { filesOfItem, inputFiles } from '../operations/inputFile';
import { documentItemOf } from '../operations/toItems';
import { concurrencyOf } from '../operations/waitOptions';
import { DeadlineFailure, DocumentFailure } from '../waiting/documentStatus';
import { AtMostOnceUploader } from './atMostOnceUploader';
import {
	FileSender,
	type PlacedFile,
	type UploadedFile,
	type Uploader,
	type UploadOrder,
} from './fileSender';
import { handingOver, type RememberedTry, type RetryMemory } from './retryMemory';
import { UploadCollector } from './uploadCollector';

interface UploadSteps<Document, Fields> {
	/** Reads and checks the parameters of an item. Called for all items before anything is sent. */
	read(itemIndex: number): UploadOrder<Fields> | Promise<UploadOrder<Fields>>;
	/** Of this operation; one for as long as the process lives. */
	memory: RetryMemory<Document>;
	/** Only where one request takes the files of many items. */
	batches?: BatchSteps<Document, Fields>;
}

interface BatchSteps<Document, Fields> {
	/** Is handed all files of a run in one turn of the event loop; sends until the signal. */
	uploader(signal: AbortSignal): Uploader<Document, Fields>;
	/** Names what was uploaded, for the error that ends the run. */
	remark(uploaded: readonly Document[]): string;
}

/** Items whose files are read at the same time where all are read before the first is sent. */
const READ_AT_ONCE = 10;

/**
 * Uploads of one run: files go out through a pool, all documents share one wait, results come in
 * input order. Deleting what is to be deleted is the last act.
 */
export async function uploadItems<Document extends ServiceDocument, Fields>(
	context: IExecuteFunctions,
	service: DocumentService<Document, Fields>,
	steps: UploadSteps<Document, Fields>,
): Promise<INodeExecutionData[]> {
	return await new UploadRun(context, service, steps).execute();
}

class UploadRun<Document extends ServiceDocument, Fields> {
	private readonly abort: AbortController;
	private readonly slots: Slots;
	private readonly goesOn: boolean;
	private readonly remembered: RememberedTry<Document> | undefined;
	private readonly sender: FileSender<Document, Fields>;
	private readonly collector: UploadCollector<Document>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly service: DocumentService<Document, Fields>,
		private readonly steps: UploadSteps<Document, Fields>,
	) {
		this.abort = abortOnCancel(context);
		const { signal } = this.abort;
		const { batches, memory } = steps;
		const concurrency = concurrencyOf(context);
		this.slots = new Slots(batches ? READ_AT_ONCE : concurrency);
		this.goesOn = goesOnAfterFailure(context);
		const remembered = memory.openTry(context);
		this.remembered = remembered;
		const signals = { sending: signal, canceled: context.getExecutionCancelSignal() };
		const uploader = batches?.uploader(signal) ?? new AtMostOnceUploader(service, signals);
		this.sender = new FileSender(context, service, { uploader, remembered, signal });
		const looks = { signal, looksAtOnce: 2 * concurrency };
		this.collector = new UploadCollector(context, service, remembered, looks);
	}

	async execute(): Promise<INodeExecutionData[]> {
		const { context, abort } = this;
		const orders = await Promise.allSettled(
			context.getInputData().map(async (_, itemIndex) => await this.steps.read(itemIndex)),
		);
		const gathered = this.steps.batches && (await this.gather(orders));
		const isRefused =
			!this.goesOn && (gathered ?? orders).some(({ status }) => status === 'rejected');
		const remark = (failure: unknown) => this.remark(failure);
		const loop = { concurrency: orders.length, abort, remark };
		const items = await handingOver(
			this.remembered,
			async () =>
				await forEachItem(context, loop, async (itemIndex) => {
					const order = valueOf(orders[itemIndex]);
					const sendings = gathered && valueOf(gathered[itemIndex]);
					if (isRefused) return [];
					return sendings
						? await this.sendGathered(order, sendings)
						: await this.uploadItem(order, itemIndex);
				}),
		);
		await this.collector.deleteCollected(items);
		this.tellSkipped();
		return items;
	}

	/** What sends the files of each item once all of them are read. */
	private async gather(
		orders: ReadonlyArray<PromiseSettledResult<UploadOrder<Fields>>>,
	): Promise<Array<PromiseSettledResult<Array<Sending<Document>>>>> {
		const reading = orders.map(async (order, itemIndex) => {
			const read = async () => await this.parts(valueOf(order), itemIndex);
			return await this.slots.run(read);
		});
		const items: Array<PromiseSettledResult<Array<Sending<Document>>>> = [];
		// Pages are counted in the order of the items, whichever of them was read first.
		for (const [itemIndex, parts] of (await Promise.allSettled(reading)).entries())
			items.push(await settle(this.admitEach(orders[itemIndex], parts)));
		return items;
	}

	/**
	 * Where the run goes on, a file that may not be sent fails in its turn and costs no other one.
	 */
	private async admitEach(
		order: PromiseSettledResult<UploadOrder<Fields>> | undefined,
		parts: PromiseSettledResult<PlacedFile[]>,
	): Promise<Array<Sending<Document>>> {
		return await inOrder(valueOf(parts), 1, async (part) => {
			const admitted = await settle(this.admit(valueOf(order), [part]));
			if (!this.goesOn) valueOf(admitted);
			return async () => {
				const [send] = valueOf(admitted);
				return send && (await this.ended(send()));
			};
		});
	}

	private async parts({ fileName }: UploadOrder<Fields>, itemIndex: number): Promise<PlacedFile[]> {
		const filesOf = this.steps.batches ? filesOfItem : inputFiles;
		const settings = { fileName, limitBytes: this.service.largestFile };
		const files = await filesOf(this.context, itemIndex, settings);
		return files.map((file, index) => ({ file, place: [itemIndex, index] }));
	}

	/** The first file goes out in the slot in which the files are read, the others in their own. */
	private async uploadItem(
		order: UploadOrder<Fields>,
		itemIndex: number,
	): Promise<INodeExecutionData[]> {
		let others: Array<Sending<Document>> = [];
		const first = await this.slots.run(async () => {
			if (this.abort.signal.aborted) return undefined;
			const parts = await this.ended(this.parts(order, itemIndex));
			const [begin, ...rest] = await this.ended(this.sendings(order, parts));
			others = rest;
			return begin && (await settle(begin()));
		});
		if (!first) return [];
		return await this.collector.collect(order, [
			Promise.resolve(first).then(valueOf),
			...others.map(async (begin) => await this.slots.run(begin)),
		]);
	}

	private async sendGathered(
		order: UploadOrder<Fields>,
		sendings: ReadonlyArray<Sending<Document>>,
	): Promise<INodeExecutionData[]> {
		return await this.collector.collect(
			order,
			sendings.map(async (send) => await send()),
		);
	}

	/** Of files that belong together none is sent before all may be. */
	private async sendings(
		order: UploadOrder<Fields>,
		parts: PlacedFile[],
	): Promise<Array<Sending<Document>>> {
		const sendings = order.combines
			? await this.admit(order, parts)
			: parts.map((part) => async () => {
					if (this.abort.signal.aborted) return undefined;
					const [send] = await this.admit(order, [part]);
					return await send?.();
				});
		return sendings.map((send) => async () => await this.ended(send()));
	}

	private async admit(
		order: UploadOrder<Fields>,
		parts: PlacedFile[],
	): Promise<Array<Sending<Document>>> {
		const files = await this.sender.admit(order, parts);
		return files.map((file) => async () => await this.sender.send(order, file));
	}

	/** Before the next item gets the slot: a run that has ended pays for nothing more. */
	private async ended<Value>(work: Promise<Value>): Promise<Value> {
		try {
			return await work;
		} catch (error) {
			if (!this.goesOn) this.abort.abort();
			throw toFailure((await this.service.explained?.(error)) ?? error);
		}
	}

	/** One that failed has nothing to fetch, and one that is late is told already. */
	private remark(failure: unknown): string {
		if (this.steps.batches) return this.steps.batches.remark(this.sender.uploaded);
		const isTold = failure instanceof DocumentFailure || failure instanceof DeadlineFailure;
		const uploaded = this.sender.uploaded.filter(({ id }) => !isTold || id !== failure.details.id);
		if (uploaded.length === 0) return '';
		const names = uploaded.map((document) => {
			const { fileName } = documentItemOf(this.service, document);
			return `${document.id} (${String(fileName ?? 'no name')})`;
		});
		return `Already uploaded in this run: ${names.join(', ')}. Fetch these with ${this.service.resumeWith} instead of uploading them again.`;
	}

	private tellSkipped(): void {
		const { skipped } = this.sender;
		if (skipped === 0) return;
		const files = skipped === 1 ? '1 file was' : `${skipped} files were`;
		hint(this.context, `${files} skipped, as uploaded before.`);
	}
}

/** Sends a file that is waiting for its slot. */
type Sending<Document> = () => Promise<UploadedFile<Document> | undefined>;
