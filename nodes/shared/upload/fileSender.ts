import type { IExecuteFunctions } from 'n8n-workflow';

import { CanceledFailure, toFailure } from '../core/errors';
import type { InputFile } from '../http/multipart';
import type { DocumentService, ServiceDocument, Upload } from '../operations/documentService';
import { type FileContent, readContent } from './fileContent';
import { fingerprintOf } from './fingerprint';
import { cappedPages, isCapped, PageBudget } from './pageCaps';
import type { RememberedTry } from './retryMemory';
import { UnconfirmedFailure } from './uploadErrors';
import type { UploadOptions } from './uploadOptions';

/** What the parameters of an item say about its upload. */
export interface UploadOrder<Fields> extends UploadOptions {
	fields: Fields;
	/** What decides the result besides the file: sent twice with the same, it is the same upload. */
	variant: unknown;
}

/** A file, and which one of which item it is. */
export interface PlacedFile {
	file: InputFile;
	place: readonly [itemIndex: number, fileIndex: number];
}

/** A file that may be sent, or whose document is here already. */
interface AdmittedFile<Document> {
	file: InputFile;
	/** Tells it apart from all other files of the run, and knows it again in the next try. */
	key: string;
	/** The document that an earlier try or upload has made, or that a file of this run makes. */
	known?: { document: Promise<Document>; isReused: boolean };
	/** What files of the same content wait for; only where the option is on. */
	pending?: Pending<Document>;
	fingerprint?: string;
	/** Counted against the caps; 0 without a cap. */
	pages: number;
}

export interface UploadedFile<Document> {
	file: InputFile;
	key: string;
	document: Document;
	/** True for a document that is of an earlier try or upload. */
	isOld: boolean;
	/** True for one that this execution has paid for, in this try or an earlier one. */
	isPaid: boolean;
}

/** Sends files, each of them at most once. */
export interface Uploader<Document, Fields> {
	/** @throws Failure that says whether the document may exist */
	upload(upload: Upload<Fields>): Promise<Document>;
}

interface SenderSettings<Document, Fields> {
	uploader: Uploader<Document, Fields>;
	remembered: RememberedTry<Document> | undefined;
	/** Ends with the run. */
	signal: AbortSignal;
}

/** Sends the files of a run, and pays for each content once where that is wanted or was begun. */
export class FileSender<Document extends ServiceDocument, Fields> {
	/** The documents that this run has paid for. */
	readonly uploaded: Document[] = [];
	/** Files that were left out, as they were uploaded before. */
	skipped = 0;
	private readonly budget: PageBudget;
	private readonly uploader: Uploader<Document, Fields>;
	private readonly remembered: RememberedTry<Document> | undefined;
	private readonly signal: AbortSignal;
	private readonly sameFiles = new Map<string, Promise<Document>>();

	constructor(
		context: IExecuteFunctions,
		private readonly service: DocumentService<Document, Fields>,
		{ uploader, remembered, signal }: SenderSettings<Document, Fields>,
	) {
		this.budget = new PageBudget(context);
		this.uploader = uploader;
		this.remembered = remembered;
		this.signal = signal;
	}

	/**
	 * Looks whether files have a document already, and counts the pages of the others against the
	 * caps: all of them may be sent, or none. Nothing has been sent yet.
	 */
	async admit(
		order: UploadOrder<Fields>,
		parts: readonly PlacedFile[],
	): Promise<Array<AdmittedFile<Document>>> {
		const admitted: Array<AdmittedFile<Document>> = [];
		try {
			for (const part of parts) admitted.push(await this.recognise(order, part));
			const unsent = admitted.filter(({ known }) => !known);
			const pages = unsent.reduce((total, file) => total + file.pages, 0);
			const names = unsent.map(({ file }) => file.name);
			if (names.length > 0) this.budget.reserve(names, pages, order.caps);
			return admitted;
		} catch (error) {
			for (const { pending } of admitted) pending?.reject(error);
			throw toFailure(error);
		}
	}

	/** @returns undefined when the run has ended, or the file is skipped */
	async send(
		order: UploadOrder<Fields>,
		admitted: AdmittedFile<Document>,
	): Promise<UploadedFile<Document> | undefined> {
		const { file, key, known } = admitted;
		if (!known) return await this.upload(order, admitted);
		if (known.isReused && order.ifUploadedBefore === 'skip') {
			await known.document;
			this.skipped++;
			return undefined;
		}
		const document = await known.document;
		if (!known.isReused) this.uploaded.push(document);
		const own = known.isReused ? this.service.reused?.(document, file) : undefined;
		return { file, key, document: own ?? document, isOld: true, isPaid: !known.isReused };
	}

	private async recognise(
		order: UploadOrder<Fields>,
		{ file, place }: PlacedFile,
	): Promise<AdmittedFile<Document>> {
		const isCounted = isCapped(order.caps);
		const isRecognised = order.ifUploadedBefore !== 'again';
		if (!this.remembered && !isCounted && !isRecognised) return { file, key: '', pages: 0 };
		const content = await readContent(file, {
			hash: isRecognised || this.remembered !== undefined,
			pages: isCounted,
		});
		const key = JSON.stringify([...place, order.variant, content.sha256]);
		const earlier = this.remembered?.earlier(key);
		if (earlier && 'failure' in earlier) throw earlier.failure;
		if (earlier) {
			const document = Promise.resolve(earlier.value);
			return { file, key, known: { document, isReused: false }, pages: 0 };
		}
		return isRecognised
			? await this.recogniseUploaded(order, { file, key, content })
			: { file, key, pages: pagesOf(order, file, content) };
	}

	private async recogniseUploaded(
		order: UploadOrder<Fields>,
		{ file, key, content }: { file: InputFile; key: string; content: FileContent },
	): Promise<AdmittedFile<Document>> {
		const fingerprint = fingerprintOf(content.sha256, order.variant);
		const found = await this.service.findEarlier?.(fingerprint);
		const document = this.sameFiles.get(fingerprint) ?? (found && Promise.resolve(found));
		if (document) return { file, key, known: { document, isReused: true }, pages: 0 };
		const pages = pagesOf(order, file, content);
		const pending = new Pending<Document>();
		this.sameFiles.set(fingerprint, pending.promise);
		return { file, key, fingerprint, pending, pages };
	}

	private async upload(
		order: UploadOrder<Fields>,
		{ file, key, fingerprint, pending, pages }: AdmittedFile<Document>,
	): Promise<UploadedFile<Document> | undefined> {
		if (this.signal.aborted) {
			const failure = new CanceledFailure();
			this.budget.giveBack(failure, pages, order.caps);
			pending?.reject(failure);
			return undefined;
		}
		try {
			const document = await this.uploader.upload({ file, fields: order.fields, fingerprint });
			this.remembered?.record(key, { value: document });
			this.uploaded.push(document);
			pending?.resolve(document);
			return { file, key, document, isOld: false, isPaid: true };
		} catch (error) {
			const failure = toFailure(error);
			if (failure instanceof UnconfirmedFailure) this.remembered?.record(key, { failure });
			this.budget.giveBack(failure, pages, order.caps);
			pending?.reject(failure);
			throw failure;
		}
	}
}

function pagesOf({ caps }: UploadOptions, { name }: InputFile, { pages }: FileContent): number {
	return isCapped(caps) ? cappedPages({ name, pages }, caps) : 0;
}

/** A promise that somebody else settles; nobody has to wait for it. */
class Pending<Value> {
	resolve!: (value: Value) => void;
	reject!: (reason: unknown) => void;
	readonly promise: Promise<Value>;

	constructor() {
		this.promise = new Promise((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
		this.promise.catch(() => {});
	}
}
