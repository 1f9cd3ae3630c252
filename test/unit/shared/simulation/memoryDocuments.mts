import { plainPage, type DocumentResult } from '../../../../nodes/shared/core/documentResult.ts';
import type {
	DocumentService,
	ServiceDocument,
	Upload,
} from '../../../../nodes/shared/operations/documentService.ts';
import {
	documentFailure,
	type DocumentFailure,
	phaseOf,
	type Status,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { after } from './clock.mts';

export interface MemoryDocument extends ServiceDocument {
	fileName: string | null;
}

/** What becomes of a file and of its document. Times in milliseconds. */
export interface FilePlan {
	answeredAfter?: number;
	/** What its upload ends with instead of a document. */
	refusal?: Error;
	/** From the upload to the result. */
	processing?: number;
	ends?: 'processed' | 'failed';
	/** What a look at its document meets. */
	trouble?: Error;
	/** The name that the service tells; its own unless given. */
	listedName?: string | null;
}

type Optional = Pick<
	DocumentService<MemoryDocument, string>,
	'explained' | 'findEarlier' | 'hasResult' | 'reused'
>;

/**
 * A service as shared code knows it, in memory and on the simulated clock. Its documents are doc1,
 * doc2 and so on, in the order in which their files came in.
 */
export class MemoryDocuments implements DocumentService<MemoryDocument, string> {
	readonly name = 'Memory OCR';
	readonly largestFile = 2 ** 20;
	readonly lookWith = 'Document > Get Many';
	readonly resumeWith = 'the operation "Wait"';
	refundsFailed = true;
	explained?: Optional['explained'];
	findEarlier?: Optional['findEarlier'];
	hasResult?: Optional['hasResult'];
	reused?: Optional['reused'];
	/** What came in, in this order. */
	readonly uploads: Array<Upload<string>> = [];
	readonly removed: string[] = [];
	/** What ends the last upload. */
	signal: AbortSignal | undefined;
	/** The most uploads and looks that were under way at a time. */
	readonly most = { upload: 0, look: 0 };
	private readonly underWay = { upload: 0, look: 0 };
	private readonly finishing = new Map<string, number>();
	/** By the names of the files. */
	plans: Record<string, FilePlan>;

	constructor(plans: Record<string, FilePlan> = {}) {
		this.plans = plans;
	}

	/** The names of the files that came in. */
	get sent(): string[] {
		return this.uploads.map(({ file }) => file.name);
	}

	async upload(upload: Upload<string>, signal?: AbortSignal): Promise<MemoryDocument> {
		this.signal = signal;
		const id = `doc${this.uploads.push(upload)}`;
		const { answeredAfter = 100, refusal, processing = 0, listedName } = this.planOf(upload.file);
		await this.during('upload', answeredAfter);
		if (refusal) throw refusal;
		const { name } = upload.file;
		this.finishing.set(id, Date.now() + processing);
		return documentOf(id, 'queued', listedName === undefined ? name : listedName);
	}

	/** A document that was made earlier. */
	add(id: string, fileName: string, status: Status = 'processed'): MemoryDocument {
		this.finishing.set(id, Date.now());
		return documentOf(id, status, fileName);
	}

	async status({ id, fileName }: MemoryDocument): Promise<MemoryDocument> {
		await this.during('look', 100);
		const { trouble, ends = 'processed' } = this.planOf({ name: fileName ?? '' });
		if (trouble) throw trouble;
		const isFinished = Date.now() >= (this.finishing.get(id) ?? Infinity);
		return documentOf(id, isFinished ? ends : 'processing', fileName);
	}

	failure(document: MemoryDocument): DocumentFailure {
		const failed = { ...document, failure: 'too blurred' };
		return documentFailure(`Document ${document.id}`, failed, 'Take the picture again.');
	}

	result({ id, fileName, status }: MemoryDocument): DocumentResult {
		const text = `text of ${id}`;
		const none = { fields: {}, records: [], tables: [], more: {} };
		const pages = [plainPage({ pageNumber: 1, text })];
		const of = { action: null, status, service: this.name };
		return { id, fileName, text, pageCount: 1, pages, ...none, ...of };
	}

	whyEmpty({ id }: MemoryDocument): string {
		return `Document ${id} is empty.`;
	}

	async remove(id: string): Promise<void> {
		this.removed.push(id);
	}

	private planOf({ name }: { name: string }): FilePlan {
		return this.plans[name] ?? {};
	}

	private async during(what: 'upload' | 'look', milliseconds: number): Promise<void> {
		const { underWay, most } = this;
		most[what] = Math.max(most[what], ++underWay[what]);
		await after(milliseconds);
		underWay[what]--;
	}
}

function documentOf(id: string, status: Status, fileName: string | null): MemoryDocument {
	return { id, fileName, status, state: status, phase: phaseOf(status), raw: { id } };
}
