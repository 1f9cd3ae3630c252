import type { JsonValue } from '../shared/json.mts';
import type { KeptFiles } from '../shared/keptFiles.mts';

/** What is done with a document. */
export type Action = 'transcribe' | 'tables' | 'extractor';

/** The actions, as documented. */
export const actions: readonly Action[] = ['transcribe', 'tables', 'extractor'];

/** Formats that a finished document can be downloaded in, by action (documented). */
export const formatsOf: Readonly<Record<Action, readonly string[]>> = {
	transcribe: ['txt', 'docx', 'json'],
	tables: ['xlsx', 'json'],
	extractor: ['xlsx', 'csv', 'json'],
};

/** A document as the sandbox holds it. Times are milliseconds since 1970 on the account's clock. */
export type Document = {
	id: string;
	accountId: string;
	fileName: string;
	action: Action;
	extractorId: string | null;
	promptId: string | null;
	webhookUrl: string | null;
	/** Version of the API that it was uploaded through. */
	apiVersion: 2 | 3;
	/**
	 * Documented: `queued`, `processing`, `processed`, `failed`; the control API can set any other.
	 */
	status: string;
	pageCount: number;
	/** Results as they go over the wire; null while there are none. */
	results: JsonValue;
	error: string | null;
	/** Type by magic bytes; null for seeded documents, which have no file. */
	mimeType: string | null;
	/** Bytes. */
	size: number;
	/** Credits taken so far. */
	creditsTaken: number;
	createdAt: number;
	updatedAt: number;
	deletesAt: number;
};

/** True once nothing more will happen to a document in this status. */
export function isFinal(status: string): boolean {
	return (
		status === 'processed' || status === 'failed' || status === 'rejected' || status === 'error'
	);
}

/** All documents of the service, by id and, for each account, by date. */
export class Documents {
	readonly #byId = new Map<string, Document>();
	/** Oldest first. */
	readonly #ofAccount = new Map<string, Document[]>();
	readonly #files: KeptFiles;

	constructor(files: KeptFiles) {
		this.#files = files;
		const kept = [...files.records('documents')].map((record) => record as Document);
		for (const document of kept.sort((a, b) => a.createdAt - b.createdAt)) this.#insert(document);
	}

	/** The document with this id, whoever it belongs to. */
	get(id: string): Document | undefined {
		return this.#byId.get(id);
	}

	/** The documents of an account, oldest first. */
	of(accountId: string): readonly Document[] {
		return this.#ofAccount.get(accountId) ?? [];
	}

	/** Adds a document in its place by date, behind those of the same instant. */
	async add(document: Document): Promise<void> {
		this.#insert(document);
		await this.save(document);
	}

	/** Deletes a document with its files. */
	async remove(document: Document): Promise<void> {
		if (this.#byId.get(document.id) !== document) return;
		this.#byId.delete(document.id);
		const documents = this.#ofAccount.get(document.accountId) ?? [];
		documents.splice(documents.indexOf(document), 1);
		await Promise.all([
			this.#files.remove(recordName(document)),
			this.#files.remove(`uploads/${document.id}`),
		]);
	}

	/** Deletes those whose time has come at `at`. */
	async removeExpired(accountId: string, at: number): Promise<void> {
		const expired = this.of(accountId).filter(({ deletesAt }) => deletesAt <= at);
		await Promise.all(expired.map((document) => this.remove(document)));
	}

	/** Writes a document to disk, when things are kept and it has not been deleted meanwhile. */
	async save(document: Document): Promise<void> {
		if (this.#byId.get(document.id) === document)
			await this.#files.write(recordName(document), () => document);
	}

	/** Place of the uploaded file. */
	filePath(document: Document): string {
		return this.#files.path('uploads', document.id, 'file');
	}

	/** Place of a page image. */
	imagePath(document: Document, pageNumber: number): string {
		return this.#files.path('uploads', document.id, `image-${pageNumber}.jpg`);
	}

	#insert(document: Document): void {
		this.#byId.set(document.id, document);
		const documents = this.#ofAccount.get(document.accountId) ?? [];
		this.#ofAccount.set(document.accountId, documents);
		let place = documents.length;
		while (place > 0 && (documents[place - 1]?.createdAt ?? 0) > document.createdAt) place -= 1;
		documents.splice(place, 0, document);
	}
}

function recordName({ id }: Document): string {
	return `documents/${id}.json`;
}
