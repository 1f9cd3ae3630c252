import type { Line } from '../../ocr/types.mts';
import type { JsonObject } from '../shared/json.mts';
import type { KeptFiles } from '../shared/keptFiles.mts';

/** A page as it was read; boxes and size in pixels of its image. */
export type ReadPage = {
	width: number;
	height: number;
	text: string;
	lines: Line[];
	/** Whether a document begins here, and how sure that is, 0 to 1. */
	begins: boolean;
	confidence: number;
};

/**
 * One run of a workflow on a document. Times are milliseconds since 1970 on the account's clock.
 */
export type Processing = {
	id: string;
	accountId: string;
	workflow: string;
	fileName: string;
	/** The part `parameters` of the upload. */
	parameters: JsonObject;
	status: 'running' | 'done' | 'failed';
	pageCount: number;
	/** Empty until it is done. */
	pages: ReadPage[];
	/**
	 * Results that take the place of what the pages give, by their keys in the full result, such as
	 * `extractions`.
	 */
	results: JsonObject;
	error: string | null;
	/** Type by magic bytes; null for seeded ones, which have no file. */
	mimeType: string | null;
	/** Bytes. */
	size: number;
	/** Credits taken. */
	credits: number;
	/** Milliseconds from the upload to the end; 0 while running. */
	duration: number;
	createdAt: number;
	updatedAt: number;
};

/** All processings of the service. */
export class Processings {
	readonly #byId = new Map<string, Processing>();
	readonly #ofAccount = new Map<string, Processing[]>();
	readonly #files: KeptFiles;

	constructor(files: KeptFiles) {
		this.#files = files;
		const kept = [...files.records('processings')].map((record) => record as Processing);
		for (const processing of kept.sort((a, b) => a.createdAt - b.createdAt))
			this.#insert(processing);
	}

	/** The processing with this id, whoever it belongs to. */
	get(id: string): Processing | undefined {
		return this.#byId.get(id);
	}

	/** The processings of an account, in the order in which they came. */
	of(accountId: string): readonly Processing[] {
		return this.#ofAccount.get(accountId) ?? [];
	}

	async add(processing: Processing): Promise<void> {
		this.#insert(processing);
		await this.save(processing);
	}

	/** Deletes a processing with its files. */
	async remove(processing: Processing): Promise<void> {
		if (this.#byId.get(processing.id) !== processing) return;
		this.#byId.delete(processing.id);
		const all = this.#ofAccount.get(processing.accountId) ?? [];
		all.splice(all.indexOf(processing), 1);
		await Promise.all([
			this.#files.remove(recordName(processing)),
			this.#files.remove(`uploads/${processing.id}`),
		]);
	}

	/** Deletes those that were made before `time`. */
	async removeOlder(accountId: string, time: number): Promise<void> {
		const old = this.of(accountId).filter(({ createdAt }) => createdAt <= time);
		await Promise.all(old.map((processing) => this.remove(processing)));
	}

	/** Writes a processing to disk, when things are kept and it has not been deleted meanwhile. */
	async save(processing: Processing): Promise<void> {
		if (this.#byId.get(processing.id) === processing)
			await this.#files.write(recordName(processing), () => processing);
	}

	/** Place of the uploaded file. */
	filePath({ id }: Processing): string {
		return this.#files.path('uploads', id, 'file');
	}

	/** Place of a page image. */
	imagePath({ id }: Processing, pageNumber: number): string {
		return this.#files.path('uploads', id, `image-${pageNumber}.jpg`);
	}

	#insert(processing: Processing): void {
		this.#byId.set(processing.id, processing);
		const all = this.#ofAccount.get(processing.accountId) ?? [];
		this.#ofAccount.set(processing.accountId, all);
		all.push(processing);
	}
}

function recordName({ id }: Processing): string {
	return `processings/${id}.json`;
}
