import { timeOf } from '../../shared/core/dates';
import { ServiceFailure, toFailure } from '../../shared/core/errors';
import { groupBy } from '../../shared/core/groupBy';
import type { SentFile } from '../../shared/upload/sentFile';
import type { StatusSource, DocumentStatus } from '../../shared/waiting/documentStatus';
import { dayBefore, isOlder, newestPages, oldestFirst } from './listing';
import { lookUp } from './lookup';
import { recordsOfFiles } from './pairing';
import type { RecordQuery } from './records';
import type { Ocriva } from './client';
import { readRecord, type HistoryRecord } from './parse';

/**
 * Pages that are read beyond those which the documents could fill, to find them behind those of
 * other flows.
 */
const MORE_PAGES = 4;
const DAY = 86_400_000;
/** A look costs a request for so many open documents: a batch, or less than a page of the list. */
const IN_A_REQUEST = 50;
/**
 * Between looks, for each request they cost: a third of the 60 requests that a key has in a minute
 * (documented). Milliseconds.
 */
export const FOR_A_REQUEST = 3_000;

/** Where an uploaded document will be found. */
export interface Place {
	projectId: string;
	fileName: string;
	batch?: BatchPlace;
}

/** A batch, all its files, and which of them this is. */
interface BatchPlace {
	id: string;
	files: readonly SentFile[];
	uploadIds: readonly string[];
	index: number;
}

/** What a file is waited for by when the answer to its batch named no upload. */
export function placeholderId({ id, index }: Pick<BatchPlace, 'id' | 'index'>): string {
	return `${index + 1} of batch ${id}`;
}

/**
 * How the wait loop looks at uploads. The id that an upload's answer gives may be the record's or
 * the upload's (the vendor's pages disagree), so a document that is not found by it is looked for
 * in the list, which tells both and carries results. A batch is followed by its own filter.
 */
export class RecordStatusSource implements StatusSource<HistoryRecord> {
	/** A list costs one request, as one document does. */
	readonly manyFrom = 2;
	private readonly places = new Map<string, Place>();
	/** Record ids by the ids that are waited for. */
	private readonly records = new Map<string, string>();
	private readonly since = Date.now();

	constructor(private readonly service: Ocriva) {}

	/** One alone is looked at fifteen times in its first minute, thirty at most: no limit is needed. */
	spacing(documents: number): number {
		return documents > 1 ? FOR_A_REQUEST * Math.ceil(documents / IN_A_REQUEST) : 0;
	}

	/** To be told before a document is waited for. @param id as the upload's answer gave it */
	expect(id: string, place: Place): void {
		this.places.set(id, place);
	}

	/** The id of the record, where a look has shown it already. */
	recordId(id: string): string {
		return this.records.get(id) ?? id;
	}

	async one(id: string): Promise<DocumentStatus<HistoryRecord>> {
		const place = this.places.get(id);
		const known = this.records.get(id);
		const listed =
			place?.batch && known === undefined
				? (await this.many(new Set([id]))).get(id)
				: await this.find(known ?? id, place?.projectId ?? '', id);
		return (
			listed ?? {
				phase: 'pending',
				state: 'uploaded',
				document: readRecord({ id, fileName: place?.fileName, status: 'uploaded' }),
				complete: true,
			}
		);
	}

	async many(ids: ReadonlySet<string>): Promise<Map<string, DocumentStatus<HistoryRecord>>> {
		const groups = groupBy(ids, (id) =>
			JSON.stringify([this.places.get(id)?.projectId, this.places.get(id)?.batch?.id]),
		);
		const found = await Promise.all(
			[...groups.values()].map(async (members) => await this.lookAtGroup(members)),
		);
		return new Map(
			found
				.flat()
				.map(([id, record]) => [
					id,
					this.statusOfRecord(id, record, record.phase !== 'done' || record.result !== null),
				]),
		);
	}

	/** Documents of one project and, where they are of one, of one batch. */
	private async lookAtGroup(ids: string[]): Promise<Array<[string, HistoryRecord]>> {
		const { projectId = '', batch } = this.places.get(ids[0] ?? '') ?? {};
		if (batch) return await this.lookAtBatch(ids, projectId, batch);
		const wanted = new Map(
			ids.flatMap((id) => [[id, id] as const, [this.recordId(id), id] as const]),
		);
		const found = new Map<string, HistoryRecord>();
		let pages = 0;
		for await (const page of newestPages(this.service, {
			projectId,
			fromDate: dayBefore(this.since),
		})) {
			for (const record of page.records) {
				const id = wanted.get(record.id) ?? wanted.get(record.uploadId ?? '');
				if (id !== undefined) found.set(id, record);
			}
			const most = Math.min(
				Math.max(2, ids.length - found.size - 1),
				Math.ceil(ids.length / this.service.pageSize) + MORE_PAGES,
			);
			if (found.size === ids.length || ++pages >= most || isOlder(page, this.since - DAY)) break;
		}
		return [...found];
	}

	private async lookAtBatch(
		ids: string[],
		projectId: string,
		{ id: batchId, files, uploadIds }: BatchPlace,
	): Promise<Array<[string, HistoryRecord]>> {
		const query: RecordQuery = { projectId, batchId };
		const records: HistoryRecord[] = [];
		for await (const page of newestPages(this.service, query))
			records.unshift(...oldestFirst(page));
		const paired = recordsOfFiles(files, uploadIds, [
			...new Map(records.map((record) => [record.id, record])).values(),
		]);
		return ids.flatMap((id): Array<[string, HistoryRecord]> => {
			const record = paired[this.places.get(id)?.batch?.index ?? -1];
			return record ? [[id, record]] : [];
		});
	}

	/** Undefined where it is not listed yet. */
	private async find(
		recordId: string,
		projectId: string,
		id: string,
	): Promise<DocumentStatus<HistoryRecord> | undefined> {
		const where = { projectId, since: this.since, mostPages: 1 + MORE_PAGES };
		const found = await lookUp(this.service, recordId, where);
		if (!(found instanceof ServiceFailure)) return this.statusOfRecord(id, found, true);
		// With 401 the key may have lost its reach: another look would not help.
		if (found.status === 401 || recordId !== id) throw toFailure(found);
		return undefined;
	}

	private statusOfRecord(
		id: string,
		record: HistoryRecord,
		complete: boolean,
	): DocumentStatus<HistoryRecord> {
		this.records.set(id, record.id);
		const took = timeOf(record.completedAt ?? '') - timeOf(record.createdAt ?? '');
		return {
			phase: record.phase,
			state: record.state,
			document: record,
			complete,
			took: took > 0 ? took : undefined,
		};
	}
}
