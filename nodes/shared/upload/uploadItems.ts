import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Slots } from '../concurrency/pool';
import { ServiceFailure, toFailure } from '../core/errors';
import type { InputFile } from '../http/multipart';
import type { Finishable, ResultCollector, ResultSettings } from '../operations/collectResult';
import { errorItem, forEachItem, goesOnAfterFailure } from '../operations/forEachItem';
import { isToolCall } from '../operations/toolCall';
import { DeadlineFailure, DocumentFailure } from '../waiting/documentStatus';
import { contentHash } from './contentHash';
import { handingOver, type RememberedTry, type RetryMemory } from './retryMemory';
import { namingFiles, UnconfirmedFailure } from './uploadErrors';

/** What the parameters of an item say about its upload. */
export interface UploadOrder {
	/** Undefined when the item goes on at once. */
	settings: ResultSettings | undefined;
	/** What decides the result besides the file: sent twice with the same, it is the same upload. */
	variant: unknown;
}

/** What an upload does with the items of a run. */
export interface UploadSteps<Document extends Finishable, Order extends UploadOrder> {
	/** Reads and checks the parameters of an item. Called for all items before anything is sent. */
	read(itemIndex: number): Order;
	/** The files of an item. */
	files(order: Order, itemIndex: number): Promise<InputFile[]>;
	/** Sends one, once. */
	send(order: Order, file: InputFile): Promise<Document>;
	/** Of this operation; one for as long as the process lives. */
	memory: RetryMemory<Document>;
	collector: ResultCollector<Document>;
	/** Whether the service gives back the credits of a document that it could not read. */
	refundsFailed: boolean;
	/** The item of a document that is not waited for. */
	summary(document: Document): IDataObject;
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
export async function uploadItems<Document extends Finishable, Order extends UploadOrder>(
	context: IExecuteFunctions,
	settings: UploadRunSettings,
	steps: UploadSteps<Document, Order>,
): Promise<INodeExecutionData[]> {
	return await new UploadRun(context, settings, steps).execute();
}

type Outcome<Value> = { value: Value } | { error: unknown };

/** One file of an item on its way. */
interface Sending<Order> {
	order: Order;
	file: InputFile;
	/** Tells it apart from all other files of the run, and knows it again in the next try. */
	key: string;
}

class UploadRun<Document extends Finishable, Order extends UploadOrder> {
	private readonly slots: Slots;
	private readonly goesOn: boolean;
	private readonly remembered: RememberedTry<Document> | undefined;
	private readonly uploaded: Document[] = [];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly settings: UploadRunSettings,
		private readonly steps: UploadSteps<Document, Order>,
	) {
		this.slots = new Slots(settings.concurrency);
		this.goesOn = goesOnAfterFailure(context);
		this.remembered = steps.memory.openTry(context);
	}

	async execute(): Promise<INodeExecutionData[]> {
		const { context, settings } = this;
		const orders = context.getInputData().map((_, itemIndex) => this.read(itemIndex));
		const isRefused = !this.goesOn && orders.some((order) => 'error' in order);
		const loop = {
			concurrency: orders.length,
			abort: settings.abort,
			remark: () => this.remark(),
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
		let others: InputFile[] = [];
		const first = await this.slots.run(async () => {
			if (this.settings.abort.signal.aborted) return undefined;
			const [file, ...rest] = await this.ended(this.steps.files(order, itemIndex));
			others = rest;
			if (!file) return undefined;
			const sent = this.send({ order, file, key: await this.keyOf(order, file, [itemIndex, 0]) });
			return await settled(sent);
		});
		if (!first) return [];
		const outcomes = await Promise.all([
			this.collect(first),
			...others.map(async (file, index) => {
				const place = [itemIndex, index + 1];
				const sent = this.slots.run(
					async () => await this.send({ order, file, key: await this.keyOf(order, file, place) }),
				);
				return await this.collect(await settled(sent));
			}),
		]);
		return outcomes.flatMap((outcome) => {
			if ('value' in outcome) return outcome.value;
			if (others.length === 0 || !this.goesOn) throw toFailure(outcome.error);
			return [errorItem(this.context, outcome.error)];
		});
	}

	private async keyOf(order: Order, file: InputFile, place: number[]): Promise<string> {
		if (!this.remembered) return '';
		return JSON.stringify([...place, order.variant, await contentHash(file)]);
	}

	/** @returns undefined when the run has ended */
	private async send(sending: Sending<Order>): Promise<Sent<Document, Order> | undefined> {
		if (this.settings.abort.signal.aborted) return undefined;
		const { order, file, key } = sending;
		const earlier = this.remembered?.earlier(key);
		if (earlier && 'failure' in earlier) throw earlier.failure;
		try {
			const document = earlier?.value ?? (await this.steps.send(order, file));
			this.remembered?.record(key, { value: document });
			this.uploaded.push(document);
			return { ...sending, document, isOld: earlier !== undefined };
		} catch (error) {
			if (error instanceof UnconfirmedFailure) this.remembered?.record(key, { failure: error });
			throw await this.endingRun(namingFiles(error, [file]));
		}
	}

	private async collect(
		sent: Outcome<Sent<Document, Order> | undefined>,
	): Promise<Outcome<INodeExecutionData[]>> {
		if ('error' in sent) return sent;
		if (!sent.value) return { value: [] };
		const { document, isOld, key, order } = sent.value;
		if (!order.settings) return { value: [{ json: this.steps.summary(document) }] };
		try {
			return { value: await this.steps.collector.collect(document, order.settings, isOld) };
		} catch (error) {
			this.rememberFailure(key, error);
			if (error instanceof DeadlineFailure && isToolCall(this.context))
				error.nextStep =
					'It goes on at the service and is not lost: call the tool again with the same document to go on waiting, which costs nothing more.';
			return { error };
		}
	}

	private rememberFailure(key: string, error: unknown): void {
		const isGone =
			error instanceof ServiceFailure && (error.status === 404 || error.status === 410);
		const isRefunded = error instanceof DocumentFailure && this.steps.refundsFailed;
		if (isGone || isRefunded) this.remembered?.forget(key);
		else if (error instanceof DocumentFailure) this.remembered?.record(key, { failure: error });
	}

	private async ended<Value>(work: Promise<Value>): Promise<Value> {
		try {
			return await work;
		} catch (error) {
			throw await this.endingRun(error);
		}
	}

	/** Before the next item gets the slot: a run that has ended pays for nothing more. */
	private async endingRun(error: unknown): Promise<Error> {
		if (!this.goesOn) this.settings.abort.abort();
		return toFailure((await this.steps.explained?.(error)) ?? error);
	}

	private remark(): string {
		if (this.uploaded.length === 0) return '';
		const names = this.uploaded.map(
			(document) =>
				`${document.id} (${String(this.steps.summary(document).fileName ?? 'no name')})`,
		);
		return `Already uploaded in this run: ${names.join(', ')}. Fetch these with ${this.steps.resumeWith} instead of uploading them again.`;
	}
}

interface Sent<Document, Order> extends Sending<Order> {
	document: Document;
	/** True for a document that an earlier try has uploaded. */
	isOld: boolean;
}

async function settled<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
	try {
		return { value: await work };
	} catch (error) {
		return { error };
	}
}
