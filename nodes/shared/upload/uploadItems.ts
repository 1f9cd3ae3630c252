import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Slots } from '../concurrency/pool';
import { CanceledFailure, Failure, ServiceFailure, toFailure } from '../core/errors';
import { quoted } from '../core/quote';
import type { InputFile } from '../http/multipart';
import type { ResultCollector } from '../operations/collectResult';
import type { DocumentService, ServiceDocument } from '../operations/documentService';
import { errorItem, forEachItem, goesOnAfterFailure } from '../operations/forEachItem';
import { hint } from '../operations/hints';
import { documentItemOf } from '../operations/toItems';
import { isToolCall } from '../operations/toolCall';
import type { ResultSettings } from '../operations/waitOptions';
import { DeadlineFailure, DocumentFailure } from '../waiting/documentStatus';
import { FileSender, type Part, type SendOrder, type SendSteps, type SentFile } from './fileSender';
import { handingOver, type RememberedTry, type RetryMemory } from './retryMemory';

/** What the parameters of an item say about its upload. */
export interface UploadOrder extends SendOrder {
	/** Undefined when the item goes on at once. */
	settings: ResultSettings | undefined;
}

/** What an upload does with the items of a run. */
export interface UploadSteps<Document extends ServiceDocument, Order extends UploadOrder>
	extends SendSteps<Document, Order> {
	/** Reads and checks the parameters of an item. Called for all items before anything is sent. */
	read(itemIndex: number): Order;
	/** The files of an item. */
	files(order: Order, itemIndex: number): Promise<InputFile[]>;
	/** Of this operation; one for as long as the process lives. */
	memory: RetryMemory<Document>;
	collector: ResultCollector<Document>;
	/** Whether the service gives back the credits of a document that it could not read. */
	refundsFailed: boolean;
	service: DocumentService<Document>;
	/** A failure with what only a further question to the service can tell. */
	explained?(error: unknown): Promise<unknown>;
	/** Where to get the documents of a run that ended early, such as "the operation "Wait"". */
	resumeWith: string;
}

export interface UploadRunSettings {
	/** Files at a time. */
	concurrency: number;
	/** Ends the run, see `abortOnCancel`; the upload steps watch over the waiting themselves. */
	abort: AbortController;
}

/**
 * Uploads of one run: files go out through a pool, all documents share one wait, results come in
 * input order. Deleting what is to be deleted is the last act.
 */
export async function uploadItems<Document extends ServiceDocument, Order extends UploadOrder>(
	context: IExecuteFunctions,
	settings: UploadRunSettings,
	steps: UploadSteps<Document, Order>,
): Promise<INodeExecutionData[]> {
	return await new UploadRun(context, settings, steps).execute();
}

type Outcome<Value> = { value: Value } | { error: unknown };

class UploadRun<Document extends ServiceDocument, Order extends UploadOrder> {
	private readonly slots: Slots;
	private readonly goesOn: boolean;
	private readonly remembered: RememberedTry<Document> | undefined;
	private readonly sender: FileSender<Document, Order>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly settings: UploadRunSettings,
		private readonly steps: UploadSteps<Document, Order>,
	) {
		this.slots = new Slots(settings.concurrency);
		this.goesOn = goesOnAfterFailure(context);
		this.remembered = steps.memory.openTry(context);
		this.sender = new FileSender(context, steps, this.remembered, settings.abort.signal);
	}

	async execute(): Promise<INodeExecutionData[]> {
		const { context, settings } = this;
		const orders = context.getInputData().map((_, itemIndex) => this.read(itemIndex));
		const isRefused = !this.goesOn && orders.some((order) => 'error' in order);
		const loop = {
			concurrency: orders.length,
			abort: settings.abort,
			remark: (failure: unknown) => this.remark(failure),
		};
		const items = await handingOver(
			this.remembered,
			async () =>
				await forEachItem(context, loop, async (itemIndex) => {
					const order = orders[itemIndex];
					if (!order || 'error' in order) throw toFailure(order?.error);
					return isRefused ? [] : await this.uploadItem(order.value, itemIndex);
				}),
		);
		await this.steps.collector.deleteCollected(items);
		this.tellSkipped();
		return items;
	}

	private read(itemIndex: number): Outcome<Order> {
		try {
			return { value: this.steps.read(itemIndex) };
		} catch (error) {
			return { error };
		}
	}

	/** The first file goes out in the slot in which the files are read, the others in their own. */
	private async uploadItem(order: Order, itemIndex: number): Promise<INodeExecutionData[]> {
		let others: Array<Sending<Document>> = [];
		const first = await this.slots.run(async () => {
			if (this.settings.abort.signal.aborted) return undefined;
			const files = await this.ended(this.steps.files(order, itemIndex));
			const [begin, ...rest] = await this.ended(
				this.sendings(
					order,
					files.map((file, index) => ({ file, place: [itemIndex, index] })),
				),
			);
			others = rest;
			return begin && (await settled(begin()));
		});
		if (!first) return [];
		const sent = [
			Promise.resolve(first),
			...others.map(async (begin) => await settled(this.slots.run(begin))),
		];
		const outcomes = order.combines
			? [await settled(this.collectTogether(order, await Promise.all(sent)))]
			: await Promise.all(sent.map(async (file) => await settled(this.collect(order, await file))));
		return outcomes.flatMap((outcome) => {
			if ('value' in outcome) return outcome.value;
			if (outcomes.length === 1 || !this.goesOn) throw toFailure(outcome.error);
			return [errorItem(this.context, outcome.error)];
		});
	}

	/** Of files that belong together none is sent before all may be. */
	private async sendings(order: Order, parts: Part[]): Promise<Array<Sending<Document>>> {
		const { sender } = this;
		const admitted = order.combines ? await sender.admit(order, parts) : undefined;
		const sendings = admitted
			? admitted.map((file) => async () => await sender.send(order, file))
			: parts.map((part) => async () => {
					if (this.settings.abort.signal.aborted) return undefined;
					const [file] = await sender.admit(order, [part]);
					return file && (await sender.send(order, file));
				});
		return sendings.map((send) => async () => await this.ended(send()));
	}

	private async collect(
		order: Order,
		outcome: Outcome<SentFile<Document> | undefined>,
	): Promise<INodeExecutionData[]> {
		if ('error' in outcome) throw toFailure(outcome.error);
		const sent = outcome.value;
		if (!sent) return [];
		const { settings } = order;
		const { collector, service } = this.steps;
		if (!settings) return [{ json: documentItemOf(service, sent.document) }];
		return await this.remembering(
			sent,
			async () => await collector.collect(sent.document, settings, sent),
		);
	}

	/** The files of an item as one document, once all of them are read. */
	private async collectTogether(
		order: Order,
		outcomes: ReadonlyArray<Outcome<SentFile<Document> | undefined>>,
	): Promise<INodeExecutionData[]> {
		const { settings } = order;
		const { collector } = this.steps;
		const [only, ...others] = outcomes.filter((outcome) => !('value' in outcome) || outcome.value);
		if (!only || !settings) return [];
		if (others.length === 0) return await this.collect(order, only);
		const parts = [only, ...others];
		const finished = await Promise.all(
			parts.map(async (part) => await settled(this.finished(part, settings))),
		);
		const failed = finished.findIndex((outcome) => 'error' in outcome);
		const documents = finished.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []));
		const [first, ...rest] = documents;
		if (failed < 0 && first) return collector.presentTogether([first, ...rest], settings);
		const known = parts.flatMap((part) => ('value' in part && part.value ? [part.value] : []));
		const [error] = finished.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
		const [begun] = known;
		if (begun && error instanceof DeadlineFailure && settings.onTimeout === 'return') {
			const { json } = collector.unfinished(begun.document, error);
			return [{ json: { ...json, parts: known.map(({ document: { id } }) => ({ id })) } }];
		}
		const place = `file ${failed + 1} of ${parts.length}`;
		throw this.togetherFailure(error, { place, known });
	}

	private async finished(
		part: Outcome<SentFile<Document> | undefined>,
		settings: ResultSettings,
	): Promise<Document> {
		if ('error' in part || !part.value) throw toFailure('error' in part ? part.error : undefined);
		const sent = part.value;
		const { collector } = this.steps;
		return await this.remembering(
			sent,
			async () => await collector.finished(sent.document, settings, sent),
		);
	}

	/** The failure of one file of an item, told for the whole. */
	private togetherFailure(
		error: unknown,
		{ place, known }: { place: string; known: ReadonlyArray<SentFile<Document>> },
	): Failure {
		const failure = toFailure(error);
		if (failure instanceof CanceledFailure) return failure;
		const named = known.map(({ document, file }) => `${document.id} (${quoted(file.name)})`);
		const others =
			named.length === 0
				? ''
				: ` What was uploaded is not lost: ${named.join(', ')}; ${this.steps.resumeWith} gives it without paying again.`;
		const { message, nextStep, details } = failure;
		return new Failure(
			`The files of the item were not combined, because of ${place}: ${message}`,
			`${nextStep}${others}`.trim(),
		).with({ ...details, parts: known.map(({ document }) => document.id) });
	}

	/** A failure of this work is what the next try of the node has to know of the file. */
	private async remembering<Value>(
		{ key }: SentFile<Document>,
		work: () => Promise<Value>,
	): Promise<Value> {
		try {
			return await work();
		} catch (error) {
			this.rememberFailure(key, error);
			if (error instanceof DeadlineFailure && isToolCall(this.context))
				error.nextStep =
					'It goes on at the service and is not lost: call the tool again with the same document to go on waiting, which costs nothing more.';
			throw toFailure(error);
		}
	}

	private rememberFailure(key: string, error: unknown): void {
		const isGone =
			error instanceof ServiceFailure && (error.status === 404 || error.status === 410);
		const isRefunded = error instanceof DocumentFailure && this.steps.refundsFailed;
		if (isGone || isRefunded) this.remembered?.forget(key);
		else if (error instanceof DocumentFailure) this.remembered?.record(key, { failure: error });
	}

	/** Before the next item gets the slot: a run that has ended pays for nothing more. */
	private async ended<Value>(work: Promise<Value>): Promise<Value> {
		try {
			return await work;
		} catch (error) {
			if (!this.goesOn) this.settings.abort.abort();
			throw toFailure((await this.steps.explained?.(error)) ?? error);
		}
	}

	/** One that failed has nothing to fetch, and one that is late is told already. */
	private remark(failure: unknown): string {
		const { service } = this.steps;
		const isTold = failure instanceof DocumentFailure || failure instanceof DeadlineFailure;
		const uploaded = this.sender.uploaded.filter(({ id }) => !isTold || id !== failure.details.id);
		if (uploaded.length === 0) return '';
		const names = uploaded.map(
			(one) => `${one.id} (${String(documentItemOf(service, one).fileName ?? 'no name')})`,
		);
		return `Already uploaded in this run: ${names.join(', ')}. Fetch these with ${this.steps.resumeWith} instead of uploading them again.`;
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

async function settled<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
	try {
		return { value: await work };
	} catch (error) {
		return { error };
	}
}
