import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { valueOf } from '../concurrency/pool';
import { CanceledFailure, Failure, isMissing, messageWithId, toFailure } from '../core/errors';
import { quoted } from '../core/quote';
import { ResultCollector } from '../operations/collectResult';
import type { DocumentService, ServiceDocument } from '../operations/documentService';
import { errorItem, goesOnAfterFailure } from '../operations/forEachItem';
import { documentItemOf } from '../operations/toItems';
import { isToolCall } from '../operations/toolCall';
import type { ResultSettings } from '../operations/waitOptions';
import { DeadlineFailure, DocumentFailure } from '../waiting/documentStatus';
import type { UploadedFile } from './fileSender';
import type { RememberedTry } from './retryMemory';
import type { UploadOptions } from './uploadOptions';

/** What the sending of a file gives; nothing for one that was skipped, or came after the run's end. */
type Sent<Document> = UploadedFile<Document> | undefined;

/**
 * Where the failure is that ended the others, which count as canceled; else the first one. -1 where
 * there is none.
 */
function causeIn(outcomes: ReadonlyArray<PromiseSettledResult<unknown>>): number {
	const cause = outcomes.findIndex(
		(outcome) => outcome.status === 'rejected' && !(outcome.reason instanceof CanceledFailure),
	);
	return cause >= 0 ? cause : outcomes.findIndex(({ status }) => status === 'rejected');
}

/** Turns what was sent in a run into items, and remembers what the next try has to know of it. */
export class UploadCollector<Document extends ServiceDocument> {
	private readonly results: ResultCollector<Document>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly service: DocumentService<Document>,
		private readonly remembered: RememberedTry<Document> | undefined,
		looks: { signal: AbortSignal; looksAtOnce: number },
	) {
		this.results = new ResultCollector(context, service, looks);
	}

	/**
	 * The items of one input item.
	 * @param sent what becomes of its files
	 */
	async collect(
		{ combines, settings }: Pick<UploadOptions, 'combines' | 'settings'>,
		sent: ReadonlyArray<Promise<Sent<Document>>>,
	): Promise<INodeExecutionData[]> {
		const collecting =
			combines && settings
				? [this.collectTogether(await Promise.allSettled(sent), settings)]
				: sent.map(async (file) => await this.collectFile(await file, settings));
		const outcomes = await Promise.allSettled(collecting);
		return outcomes.flatMap((outcome) => {
			if (outcome.status === 'fulfilled') return outcome.value;
			if (outcomes.length === 1 || !goesOnAfterFailure(this.context))
				return valueOf(outcomes[causeIn(outcomes)]);
			return [errorItem(this.context, outcome.reason)];
		});
	}

	/** See {@link ResultCollector.deleteCollected}. */
	async deleteCollected(items: readonly INodeExecutionData[]): Promise<void> {
		await this.results.deleteCollected(items);
	}

	/** @param settings undefined when the item goes on at once */
	private async collectFile(
		sent: Sent<Document>,
		settings: ResultSettings | undefined,
	): Promise<INodeExecutionData[]> {
		if (!sent) return [];
		if (!settings) return [{ json: documentItemOf(this.service, sent.document) }];
		return await this.remembering(
			sent,
			async () => await this.results.collect(sent.document, settings, sent),
		);
	}

	/** The files of an item as one document, once all of them are read. */
	private async collectTogether(
		outcomes: ReadonlyArray<PromiseSettledResult<Sent<Document>>>,
		settings: ResultSettings,
	): Promise<INodeExecutionData[]> {
		const [only, ...others] = outcomes.filter(
			(outcome) => outcome.status === 'rejected' || outcome.value,
		);
		if (!only) return [];
		if (others.length === 0) return await this.collectFile(valueOf(only), settings);
		const parts = [only, ...others];
		const finished = await Promise.allSettled(
			parts.map(async (part) => await this.finished(valueOf(part), settings)),
		);
		const failed = causeIn(finished);
		const documents = finished.flatMap((outcome) =>
			outcome.status === 'fulfilled' ? [outcome.value] : [],
		);
		const [first, ...rest] = documents;
		if (failed < 0 && first) return this.results.presentTogether([first, ...rest], settings);
		const known = parts.flatMap((part) =>
			part.status === 'fulfilled' && part.value ? [part.value] : [],
		);
		const cause = finished[failed];
		const error: unknown = cause?.status === 'rejected' ? cause.reason : undefined;
		const late = parts[failed]?.status === 'fulfilled' ? parts[failed].value : undefined;
		if (late && error instanceof DeadlineFailure && settings.onTimeout === 'return') {
			const { json } = this.results.unfinished(late.document, error);
			return [{ json: { ...json, parts: known.map(({ document: { id } }) => ({ id })) } }];
		}
		const place = `file ${failed + 1} of ${parts.length}`;
		throw this.togetherFailure(error, { place, known });
	}

	private async finished(sent: Sent<Document>, settings: ResultSettings): Promise<Document> {
		if (!sent) throw toFailure(undefined);
		return await this.remembering(
			sent,
			async () => await this.results.finished(sent.document, settings, sent),
		);
	}

	/** The failure of one file of an item, told for the whole. */
	private togetherFailure(
		error: unknown,
		{ place, known }: { place: string; known: ReadonlyArray<UploadedFile<Document>> },
	): Failure {
		const failure = toFailure(error);
		if (failure instanceof CanceledFailure) return failure;
		const named = known.map(({ document, file }) => `${document.id} (${quoted(file.name)})`);
		const others =
			named.length === 0
				? ''
				: ` What was uploaded is not lost: ${named.join(', ')}; ${this.service.resumeWith} gives it without paying again.`;
		const { message, nextStep, details } = failure;
		return new Failure(
			`The files of the item were not combined, because of ${place}: ${message}`,
			`${nextStep}${others}`.trim(),
		).with({ ...details, parts: known.map(({ document }) => document.id) });
	}

	/** A failure of this work is what the next try of the node has to know of the file. */
	private async remembering<Value>(
		{ key }: UploadedFile<Document>,
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
		if (error instanceof DocumentFailure && this.service.refundsFailed)
			this.remembered?.forget(key);
		else if (error instanceof DocumentFailure || isMissing(error)) {
			// The next try has not uploaded it, and could not name it.
			error.message = messageWithId(error);
			this.remembered?.record(key, { failure: error });
		}
	}
}
