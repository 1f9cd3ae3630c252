import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Slots } from '../concurrency/pool';
import { toFailure } from '../core/errors';
import type { DocumentService, ServiceDocument } from '../operations/documentService';
import {
	abortOnCancel,
	errorItem,
	forEachItem,
	goesOnAfterFailure,
} from '../operations/forEachItem';
import { hint } from '../operations/hints';
import { inputFiles } from '../operations/inputFile';
import { documentItemOf } from '../operations/toItems';
import { concurrencyOf } from '../operations/waitOptions';
import { DeadlineFailure, DocumentFailure } from '../waiting/documentStatus';
import { FileSender, type Part, type UploadOrder, type SentFile } from './fileSender';
import { handingOver, type RememberedTry, type RetryMemory } from './retryMemory';
import { type Outcome, settled, UploadCollector } from './uploadCollector';

export interface UploadSteps<Document, Fields> {
	/** Reads and checks the parameters of an item. Called for all items before anything is sent. */
	read(itemIndex: number): UploadOrder<Fields> | Promise<UploadOrder<Fields>>;
	/** Of this operation; one for as long as the process lives. */
	memory: RetryMemory<Document>;
}

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
		const concurrency = concurrencyOf(context);
		this.slots = new Slots(concurrency);
		this.goesOn = goesOnAfterFailure(context);
		this.remembered = steps.memory.openTry(context);
		this.sender = new FileSender(context, service, this.remembered, signal);
		const looks = { signal, looksAtOnce: 2 * concurrency };
		this.collector = new UploadCollector(context, service, this.remembered, looks);
	}

	async execute(): Promise<INodeExecutionData[]> {
		const { context, abort } = this;
		const orders = await Promise.all(
			context.getInputData().map(async (_, itemIndex) => await settled(this.read(itemIndex))),
		);
		const isRefused = !this.goesOn && orders.some((order) => 'error' in order);
		const remark = (failure: unknown) => this.remark(failure);
		const loop = { concurrency: orders.length, abort, remark };
		const items = await handingOver(
			this.remembered,
			async () =>
				await forEachItem(context, loop, async (itemIndex) => {
					const order = orders[itemIndex];
					if (!order || 'error' in order) throw toFailure(order?.error);
					return isRefused ? [] : await this.uploadItem(order.value, itemIndex);
				}),
		);
		await this.collector.deleteCollected(items);
		this.tellSkipped();
		return items;
	}

	private async read(itemIndex: number): Promise<UploadOrder<Fields>> {
		return await this.steps.read(itemIndex);
	}

	/** The first file goes out in the slot in which the files are read, the others in their own. */
	private async uploadItem(
		order: UploadOrder<Fields>,
		itemIndex: number,
	): Promise<INodeExecutionData[]> {
		const { fileName, combines, settings } = order;
		let others: Array<Sending<Document>> = [];
		const first = await this.slots.run(async () => {
			if (this.abort.signal.aborted) return undefined;
			const input = { fileName, limitBytes: this.service.largestFile };
			const files = await this.ended(inputFiles(this.context, itemIndex, input));
			const parts = files.map((file, index): Part => ({ file, place: [itemIndex, index] }));
			const [begin, ...rest] = await this.ended(this.sendings(order, parts));
			others = rest;
			return begin && (await settled(begin()));
		});
		if (!first) return [];
		const sent = [
			Promise.resolve(first),
			...others.map(async (begin) => await settled(this.slots.run(begin))),
		];
		const collected =
			combines && settings
				? [this.collector.collectTogether(await Promise.all(sent), settings)]
				: sent.map(async (file) => await this.collector.collect(await file, settings));
		return this.itemsOf(await Promise.all(collected.map(settled)));
	}

	private itemsOf(outcomes: ReadonlyArray<Outcome<INodeExecutionData[]>>): INodeExecutionData[] {
		return outcomes.flatMap((outcome) => {
			if ('value' in outcome) return outcome.value;
			if (outcomes.length === 1 || !this.goesOn) throw toFailure(outcome.error);
			return [errorItem(this.context, outcome.error)];
		});
	}

	/** Of files that belong together none is sent before all may be. */
	private async sendings(
		order: UploadOrder<Fields>,
		parts: Part[],
	): Promise<Array<Sending<Document>>> {
		const { sender } = this;
		const admitted = order.combines ? await sender.admit(order, parts) : undefined;
		const sendings = admitted
			? admitted.map((file) => async () => await sender.send(order, file))
			: parts.map((part) => async () => {
					if (this.abort.signal.aborted) return undefined;
					const [file] = await sender.admit(order, [part]);
					return file && (await sender.send(order, file));
				});
		return sendings.map((send) => async () => await this.ended(send()));
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
type Sending<Document> = () => Promise<SentFile<Document> | undefined>;
