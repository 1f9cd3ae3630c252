import { CanceledFailure } from '../../../shared/core/errors';
import { groupBy } from '../../../shared/core/groupBy';
import { goesOnAfterFailure } from '../../../shared/operations/forEachItem';
import type { Upload } from '../../../shared/operations/documentService';
import { hint } from '../../../shared/operations/hints';
import type { Uploader } from '../../../shared/upload/fileSender';
import { namingFiles } from '../../../shared/upload/uploadErrors';
import { BatchUploader } from '../../api/batchUploader';
import { type BatchFields, LARGEST_BATCH } from '../../api/upload';
import { type Uploaded, uploadedOf } from '../../api/uploaded';
import type { Run } from '../operation';

/** A file that waits for the others of its batch. */
interface QueuedFile extends Upload<BatchFields> {
	resolve: (uploaded: Uploaded) => void;
	reject: (error: unknown) => void;
}

/**
 * Files of one request: one project, one template, up to 50 files; the name and the metadata are
 * the first item's of its project and template.
 */
interface Batch {
	files: QueuedFile[];
	fields: BatchFields;
}

/** Sends the files that are handed in together as batches. */
export class BatchQueue implements Uploader<Uploaded, BatchFields> {
	private readonly uploader: BatchUploader;
	private queued: QueuedFile[] = [];

	/** @param signal ends with the run */
	constructor(
		private readonly run: Run,
		private readonly signal: AbortSignal,
	) {
		const canceled = run.context.getExecutionCancelSignal();
		this.uploader = new BatchUploader(run.service, { sending: signal, canceled });
	}

	async upload({ file, fields }: Upload<BatchFields>): Promise<Uploaded> {
		if (this.queued.length === 0) void Promise.resolve().then(async () => await this.flush());
		return await new Promise((resolve, reject) => {
			this.queued.push({ file, fields, resolve, reject });
		});
	}

	/** One batch after the other, as one in doubt is looked for among the newest records. */
	private async flush(): Promise<void> {
		const goesOn = goesOnAfterFailure(this.run.context);
		let isOver = false;
		for (const batch of batchesOf(this.queued.splice(0))) {
			try {
				if (isOver || this.signal.aborted) throw new CanceledFailure();
				await this.send(batch);
			} catch (error) {
				isOver = !goesOn;
				for (const { reject } of batch.files) reject(error);
			}
		}
	}

	private async send(batch: Batch): Promise<void> {
		const files = batch.files.map(({ file }) => file);
		try {
			const answer = await this.uploader.upload(files, batch.fields);
			const { id, totalFiles } = answer;
			if (totalFiles !== null && totalFiles !== files.length)
				hint(
					this.run.context,
					`The service counts ${totalFiles} files in batch ${id}, and ${files.length} were sent.`,
				);
			for (const [index, uploaded] of uploadedOf(files, batch.fields, answer).entries())
				batch.files[index]?.resolve(uploaded);
		} catch (error) {
			throw namingFiles(error, files);
		}
	}
}

function batchesOf(files: readonly QueuedFile[]): Batch[] {
	const groups = groupBy(files, ({ fields: { projectId, templateId } }) =>
		JSON.stringify([projectId, templateId]),
	);
	return [...groups.values()].flatMap((group) => {
		const fields = group[0]?.fields;
		return fields ? chunks(group).map((members) => ({ files: members, fields })) : [];
	});
}

function chunks(files: QueuedFile[]): QueuedFile[][] {
	return Array.from({ length: Math.ceil(files.length / LARGEST_BATCH) }, (_, index) =>
		files.slice(index * LARGEST_BATCH, (index + 1) * LARGEST_BATCH),
	);
}
