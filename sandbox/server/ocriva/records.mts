import type { JsonValue } from '../shared/json.mts';
import type { KeptFiles } from '../shared/keptFiles.mts';
import type { Template } from './organizations.mts';

/** The statuses that a list can be filtered by (documented). */
export const statuses: readonly string[] = [
	'pending',
	'queued',
	'in_progress',
	'completed',
	'failed',
];

/** An upload and its history record. Times are milliseconds since 1970 on the account's clock. */
export type HistoryRecord = {
	id: string;
	uploadId: string;
	accountId: string;
	projectId: string;
	userId: string;
	fileName: string;
	/** `pdf`, `image` or `document`, as the caller said. */
	fileType: string;
	/** As the caller wrote it; a batch has the real one. */
	fileSize: string;
	/** As the caller said. */
	mimeType: string;
	/** Type by magic bytes; null for seeded records, which have no file. */
	contentType: string | null;
	/** One of {@link statuses}, or `retention_expired`; the control API can set any other. */
	status: string;
	/** How processing ended; stays when the status becomes `retention_expired`. */
	outcome: 'completed' | 'failed' | null;
	template: Pick<Template, 'templateId' | 'name' | 'resultFormat'> | null;
	batchId: string | null;
	uploadType: string | null;
	metadata: JsonValue;
	processingResult: JsonValue;
	error: string | null;
	/** Whether the credit has been taken. */
	paid: boolean;
	createdAt: number;
	startedAt: number | null;
	completedAt: number | null;
	updatedAt: number;
};

/** A batch as it was uploaded; how far it is, its records tell. */
export type Batch = {
	id: string;
	accountId: string;
	projectId: string;
	name: string;
	template: HistoryRecord['template'];
	metadata: JsonValue;
	uploadIds: string[];
	createdAt: number;
	/** Whether its end has been announced. */
	announced: boolean;
};

/**
 * How processing ended for a record that comes into a status, null if it goes on.
 *
 * @param before how it ended before its file expired
 */
export function outcomeOf(
	status: string,
	before: HistoryRecord['outcome'] = null,
): HistoryRecord['outcome'] {
	if (status === 'completed' || status === 'failed') return status;
	return status === 'retention_expired' ? (before ?? 'completed') : null;
}

/** True once nothing more will happen to a record in this status. */
export function isFinal(status: string): boolean {
	return status === 'completed' || status === 'failed' || status === 'retention_expired';
}

/** All records and batches of the service. */
export class Records {
	readonly #byId = new Map<string, HistoryRecord>();
	/** Oldest first. */
	readonly #ofAccount = new Map<string, HistoryRecord[]>();
	readonly #batches = new Map<string, Batch>();
	readonly #files: KeptFiles;

	constructor(files: KeptFiles) {
		this.#files = files;
		const kept = [...files.records('records')].map((record) => record as HistoryRecord);
		for (const record of kept.sort((a, b) => a.createdAt - b.createdAt)) this.#insert(record);
		for (const record of files.records('batches'))
			this.#batches.set((record as Batch).id, record as Batch);
	}

	/** The record with this id, whoever it belongs to. */
	get(id: string): HistoryRecord | undefined {
		return this.#byId.get(id);
	}

	/** The records of an account, oldest first. */
	of(accountId: string): readonly HistoryRecord[] {
		return this.#ofAccount.get(accountId) ?? [];
	}

	/** Adds a record in its place by date, behind those of the same instant. */
	async add(record: HistoryRecord): Promise<void> {
		this.#insert(record);
		await this.save(record);
	}

	/** Writes a record to disk, when things are kept. */
	save(record: HistoryRecord): Promise<void> {
		return this.#files.write(`records/${record.id}.json`, () => record);
	}

	batch(id: string): Batch | undefined {
		return this.#batches.get(id);
	}

	/** Adds a batch, or writes what has changed in it. */
	async saveBatch(batch: Batch): Promise<void> {
		this.#batches.set(batch.id, batch);
		await this.#files.write(`batches/${batch.id}.json`, () => batch);
	}

	/** Place of the uploaded file. */
	filePath({ uploadId }: HistoryRecord): string {
		return this.#files.path('uploads', uploadId);
	}

	/**
	 * Removes the files of finished records that were made before `before`; their results stay
	 * (documented).
	 */
	async expire(accountId: string, before: number, at: number): Promise<void> {
		const expired = this.of(accountId).filter(
			({ outcome, status, createdAt }) =>
				outcome !== null && status !== 'retention_expired' && createdAt <= before,
		);
		for (const record of expired) {
			Object.assign(record, { status: 'retention_expired', updatedAt: at });
			await Promise.all([this.save(record), this.#files.remove(`uploads/${record.uploadId}`)]);
		}
	}

	#insert(record: HistoryRecord): void {
		this.#byId.set(record.id, record);
		const records = this.#ofAccount.get(record.accountId) ?? [];
		this.#ofAccount.set(record.accountId, records);
		let place = records.length;
		while (place > 0 && (records[place - 1]?.createdAt ?? 0) > record.createdAt) place -= 1;
		records.splice(place, 0, record);
	}
}
