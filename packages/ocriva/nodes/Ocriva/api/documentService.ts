import type { IDataObject } from 'n8n-workflow';

import type { Waiter } from '../../shared/core/cancel';
import { timeOf } from '../../shared/core/dates';
import type { DocumentResult } from '../../shared/core/documentResult';
import { documentItem } from '../../shared/core/documentViews';
import { ServiceFailure, toFailure } from '../../shared/core/errors';
import { groupBy } from '../../shared/core/groupBy';
import { quoted } from '../../shared/core/quote';
import { accountMark } from '../../shared/http/accountMark';
import type {
	Candidate,
	DocumentService,
	Part,
	Upload,
} from '../../shared/operations/documentService';
import { type DocumentFailure, type Look, statusOf } from '../../shared/waiting/documentStatus';
import { type Ocriva, SERVICE_NAME } from './client';
import { LARGEST_FILE } from './fileTypes';
import { dayBefore, isOlder, newestPages, oldestFirst, recentRecords } from './listing';
import { lookUp } from './lookup';
import { recordsOfFiles } from './pairing';
import type { HistoryRecord } from './parse';
import { processingFailure } from './recordState';
import { readExtraction } from './result/extraction';
import { toDocumentResult } from './result/toDocumentResult';
import { LOOK_WITH, RESUME_WITH, uploadDocument, type UploadFields, uploadKey } from './upload';
import { batchOf, type BatchPlace, placed, placeholderId, seenAs, type Uploaded } from './uploaded';

/**
 * Pages that are read beyond those which the documents could fill, to find them behind those of
 * other flows.
 */
const MORE_PAGES = 4;

/** A look costs a request for so many open documents: a batch, or less than a page of the list. */
const IN_A_REQUEST = 50;
/**
 * Between looks, for each request they cost: a third of the 60 requests that a key has in a minute
 * (documented).
 */
export const FOR_A_REQUEST_MS = 3_000;

/**
 * What shared code is told of Ocriva. The id that an upload's answer gives may be the record's or
 * the upload's (the vendor's pages disagree), so a document that is not found by it is looked for
 * in the list, which tells both and carries results. A batch is followed by its own filter.
 */
export class OcrivaRecords implements DocumentService<Uploaded, UploadFields> {
	readonly name = SERVICE_NAME;
	readonly largestFile = LARGEST_FILE;
	readonly lookWith = LOOK_WITH;
	readonly resumeWith = RESUME_WITH;
	readonly refundsFailed = false;
	/** A list costs one request, as one document does. */
	readonly listFrom = 2;
	private readonly account: string;
	private readonly since = Date.now();

	constructor(private readonly service: Ocriva) {
		this.account = accountMark(service.client.service);
	}

	async upload(upload: Upload<UploadFields>, signal: AbortSignal): Promise<Uploaded> {
		return placed(await uploadDocument(this.service, upload, signal), upload);
	}

	uploadKey({ file, fields }: Upload<UploadFields>): string {
		return uploadKey(this.service, fields.projectId, file.name);
	}

	async recent(upload: Upload<UploadFields>, since: number): Promise<Array<Candidate<Uploaded>>> {
		const { file, fields } = upload;
		const found = await recentRecords(this.service, since, [file], fields);
		return found.map((candidate) => ({
			...candidate,
			document: placed(candidate.document, upload),
		}));
	}

	/**
	 * One alone is looked at fifteen times in its first minute, thirty at most: no limit is needed.
	 */
	spacing(documents: number): number {
		return documents > 1 ? FOR_A_REQUEST_MS * Math.ceil(documents / IN_A_REQUEST) : 0;
	}

	async status(known: Uploaded, { waiter }: Look): Promise<Uploaded> {
		const isInBatch = known.place?.batch !== undefined && !known.place.isListed;
		const found = isInBatch
			? (await this.statuses([known])).get(known)
			: await this.find(known, known, waiter);
		if (!found)
			return { ...known, state: 'uploaded', status: statusOf('uploaded'), phase: 'pending' };
		return this.isWhole(found) ? found : ((await this.find(found, known, waiter)) ?? found);
	}

	async statuses(known: readonly Uploaded[]): Promise<Map<Uploaded, Uploaded>> {
		const groups = groupBy(known, ({ place }) =>
			JSON.stringify([place?.projectId, place?.batch?.id]),
		);
		const found = await Promise.all(
			[...groups.values()].map(async (members) => await this.lookAtGroup(members)),
		);
		return new Map(found.flat());
	}

	isWhole({ phase, result }: Uploaded): boolean {
		return phase !== 'done' || result !== null;
	}

	kindOf({ place, templateId }: Uploaded): string {
		return JSON.stringify([this.account, place?.projectId, templateId]);
	}

	timeOf({ createdAt, completedAt }: Uploaded): number | undefined {
		const time = timeOf(completedAt ?? '') - timeOf(createdAt ?? '');
		return time > 0 ? time : undefined;
	}

	failure(record: Uploaded): DocumentFailure {
		return processingFailure(record).with(batchOf(record));
	}

	/** The whole document says which batch it is of; pages and rows have columns of their own. */
	result(record: Uploaded): DocumentResult {
		const result = toDocumentResult(record);
		return { ...result, more: { ...result.more, ...batchOf(record) } };
	}

	summary(record: Uploaded): IDataObject {
		const { batch } = record.place ?? {};
		const hasId = !batch || record.id !== placeholderId(batch);
		return { ...documentItem(this.result(record)), ...(!hasId && { id: null }) };
	}

	lists({ result }: Uploaded): string[] {
		return readExtraction(result).tables.flatMap(({ name }) => name ?? []);
	}

	whyEmpty({ id, state, phase, failure }: Uploaded, part: Part): string {
		if (phase === 'failed')
			return `Record ${id} has no ${part}: its document could not be processed (${failure ?? `status: ${state}`}).`;
		if (phase === 'pending')
			return `Record ${id} has no ${part} yet: its status is ${quoted(state)}.`;
		return part === 'rows'
			? `Record ${id} has no table rows, fields or records. For plain text set "Output" to "Document" or "Pages"; for fields and tables upload with a template.`
			: `Record ${id} came back without pages.`;
	}

	/** Documents of one project and, where they are of one, of one batch. */
	private async lookAtGroup(known: Uploaded[]): Promise<Array<[Uploaded, Uploaded]>> {
		const { projectId = '', batch } = known[0]?.place ?? {};
		if (batch) return await this.lookAtBatch(known, projectId, batch);
		const wanted = new Map(known.map((record) => [record.id, record]));
		const found = new Map<Uploaded, Uploaded>();
		let pages = 0;
		for await (const page of newestPages(this.service, {
			projectId,
			fromDate: dayBefore(this.since),
		})) {
			for (const record of page.records) {
				const own = wanted.get(record.id) ?? wanted.get(record.uploadId ?? '');
				if (own) found.set(own, seenAs(own, record));
			}
			const most = Math.min(
				Math.max(2, known.length - found.size - 1),
				Math.ceil(known.length / this.service.pageSize) + MORE_PAGES,
			);
			if (found.size === known.length || ++pages >= most || isOlder(page, this.since)) break;
		}
		return [...found];
	}

	private async lookAtBatch(
		known: Uploaded[],
		projectId: string,
		{ id: batchId, files, uploadIds }: BatchPlace,
	): Promise<Array<[Uploaded, Uploaded]>> {
		const records: HistoryRecord[] = [];
		for await (const page of newestPages(this.service, { projectId, batchId }))
			records.unshift(...oldestFirst(page));
		const paired = recordsOfFiles(files, uploadIds, [
			...new Map(records.map((record) => [record.id, record])).values(),
		]);
		return known.flatMap((own): Array<[Uploaded, Uploaded]> => {
			const record = paired[own.place?.batch?.index ?? -1];
			return record ? [[own, seenAs(own, record)]] : [];
		});
	}

	/** Undefined where it is not listed yet. */
	private async find(
		{ id, place }: Uploaded,
		known: Uploaded,
		waiter: Waiter,
	): Promise<Uploaded | undefined> {
		const where = {
			projectId: place?.projectId ?? '',
			since: this.since,
			mostPages: 1 + MORE_PAGES,
			waiter,
		};
		const found = await lookUp(this.service, id, where);
		if (!(found instanceof ServiceFailure)) return seenAs(known, found);
		// With 401 the key may have lost its reach: another look would not help.
		if (found.status === 401 || place?.isListed) throw toFailure(found);
		return undefined;
	}
}
