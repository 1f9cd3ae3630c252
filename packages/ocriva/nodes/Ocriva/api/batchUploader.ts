import { pause, unlessCanceled } from '../../shared/core/cancel';
import {
	CanceledFailure,
	type Failure,
	mayHaveSucceeded,
	toFailure,
} from '../../shared/core/errors';
import { groupBy } from '../../shared/core/groupBy';
import type { InputFile } from '../../shared/http/multipart';
import {
	idsOf,
	latestCreation,
	LOOKS_MS,
	patiently,
	inFlightUploads,
} from '../../shared/upload/atMostOnceUploader';
import type { Candidate } from '../../shared/operations/documentService';
import type { OpenUpload } from '../../shared/upload/inFlightUploads';
import { lostBatch } from './lostBatch';
import { recentRecords } from './listing';
import { pairedByName } from './pairing';
import type { Ocriva } from './client';
import { type BatchFields, type UploadedBatch, uploadBatch, uploadKey } from './upload';
import type { HistoryRecord } from './parse';

/** A batch whose answer got lost. */
interface Lost {
	files: readonly InputFile[];
	uploads: OpenUpload[];
	fields: BatchFields;
	cause: Failure;
}

/**
 * Batches, each sent exactly once. When the answer gets lost, the records of these files are looked
 * for and claimed when they are there in full and can be of no other upload; nothing is ever sent
 * again. Meant for one batch at a time.
 */
export class BatchUploader {
	constructor(
		private readonly service: Ocriva,
		/** `sending` ends with the run; only `canceled` ends the search for a lost batch. */
		private readonly signals: { sending: AbortSignal; canceled: AbortSignal | undefined },
	) {}

	/**
	 * @throws Failure that says whether records may exist, with their ids under `details`;
	 * CanceledFailure at once
	 */
	async upload(files: readonly InputFile[], fields: BatchFields): Promise<UploadedBatch> {
		return await unlessCanceled(this.sendOnce(files, fields), this.signals.canceled);
	}

	private async sendOnce(files: readonly InputFile[], fields: BatchFields): Promise<UploadedBatch> {
		const { projectId } = fields;
		const uploads = files.map(({ name }) =>
			inFlightUploads.start(uploadKey(this.service, projectId, name)),
		);
		try {
			const batch = await uploadBatch(this.service, { files, fields }, this.signals.sending);
			for (const [index, upload] of uploads.entries())
				inFlightUploads.claim(upload, ...batch.uploadIds.slice(index, index + 1));
			return batch;
		} catch (error) {
			const failure = toFailure(error);
			for (const upload of uploads) {
				upload.latest = latestCreation(failure);
				if (upload.latest < upload.startedAt) inFlightUploads.drop(upload);
			}
			if (!mayHaveSucceeded(failure)) throw failure;
			return await this.search({ files, uploads, fields, cause: failure });
		}
	}

	private async search(lost: Lost): Promise<UploadedBatch> {
		let fitting: Array<Candidate<HistoryRecord>> = [];
		for (const delay of LOOKS_MS) {
			await pause(delay, this.signals.canceled);
			fitting = await this.fitting(lost);
			const claimed = this.claim(lost, fitting);
			if (claimed) return claimed;
		}
		throw lostBatch(lost.files, lost.cause, { candidates: fitting.map(({ id }) => id) });
	}

	/** Records of these files that are nobody's yet. */
	private async fitting({
		files,
		uploads,
		fields,
		cause,
	}: Lost): Promise<Array<Candidate<HistoryRecord>>> {
		const since = Math.min(...uploads.map(({ startedAt }) => startedAt));
		try {
			const listed = await patiently(
				async () => await recentRecords(this.service, since, files, fields),
				this.signals.canceled,
			);
			const [upload] = uploads;
			return [...new Map(listed.map((candidate) => [candidate.id, candidate])).values()].filter(
				(candidate) => upload && inFlightUploads.fits(upload, idsOf(candidate), candidate.created),
			);
		} catch (error) {
			throw error instanceof CanceledFailure
				? toFailure(error)
				: lostBatch(files, cause, { reason: toFailure(error) });
		}
	}

	/**
	 * Records that name their batch are told apart by it; only one batch may hold exactly these
	 * files.
	 */
	private claim(
		{ files, uploads }: Lost,
		fitting: Array<Candidate<HistoryRecord>>,
	): UploadedBatch | undefined {
		const batches = [...groupBy(fitting, ({ document }) => document.batchId ?? '')];
		const whole = batches.flatMap(([id, candidates]) => {
			const paired = pairedByName(
				files,
				candidates.map(({ document }) => document),
			);
			return candidates.length === files.length && paired.size === files.length
				? [{ id, candidates, paired: files.flatMap((file) => paired.get(file)?.id ?? []) }]
				: [];
		});
		const [batch, ...others] = whole;
		const isDisputed = batch?.candidates.some((candidate) =>
			uploads.some((upload) => inFlightUploads.isDisputed(upload, candidate, uploads)),
		);
		if (!batch || others.length > 0 || isDisputed) return undefined;
		const ids = batch.candidates.flatMap(idsOf);
		for (const upload of uploads) inFlightUploads.claim(upload, ...ids);
		return {
			id: batch.id || null,
			uploadIds: batch.paired,
			totalFiles: files.length,
			raw: {},
		};
	}
}
