import { type ResultSettings, settingsOfUpload } from '../../../shared/operations/waitOptions';
import { groupBy } from '../../../shared/core/groupBy';
import type { InputFile } from '../../../shared/http/multipart';
import { filesOfItem } from '../../../shared/operations/inputFile';
import { type PageCaps, pageCapsOf } from '../../../shared/upload/pageCaps';
import { collection } from '../../../shared/operations/parameters';
import { LARGEST_FILE } from '../../api/fileTypes';
import { type BatchFields, LARGEST_BATCH, type UploadedBatch } from '../../api/upload';
import { readRecord } from '../../api/parse';
import { placeholderId, type Uploaded } from '../../api/documentService';
import { templateOf } from '../locators';
import type { Run } from '../operation';
import { metadataOf } from './fields';

/** A file that an item gives to a batch. */
export interface BatchFile {
	/** The item, and which of its files it is. */
	place: readonly [itemIndex: number, fileIndex: number];
	file: InputFile;
	fields: BatchFields;
	caps: PageCaps;
	/** Undefined when the item goes on at once. */
	finish: ResultSettings | undefined;
}

/**
 * Reads and checks everything of an item; nothing is sent.
 * @param chosenProject gives the project of an item
 */
export async function readFiles(
	{ context }: Run,
	itemIndex: number,
	chosenProject: (itemIndex: number) => Promise<string>,
): Promise<BatchFile[]> {
	const options = collection(context, 'options', itemIndex);
	const fields = {
		templateId: templateOf(context, itemIndex),
		name: String(options.batchName ?? '').trim(),
		metadata: metadataOf(options),
	};
	const caps = pageCapsOf(options);
	const finish = settingsOfUpload(context, itemIndex, options);
	const files = await filesOfItem(context, itemIndex, { fileName: '', limitBytes: LARGEST_FILE });
	const projectId = await chosenProject(itemIndex);
	return files.map((file, fileIndex) => ({
		place: [itemIndex, fileIndex],
		file,
		fields: { ...fields, projectId },
		caps,
		finish,
	}));
}

/**
 * Files of one request: one project, one template, up to 50 files; the name and the metadata are
 * the first item's of its project and template.
 */
export interface Batch {
	files: BatchFile[];
	fields: BatchFields;
}

export function batchesOf(files: readonly BatchFile[]): Batch[] {
	const groups = groupBy(files, ({ fields: { projectId, templateId } }) =>
		JSON.stringify([projectId, templateId]),
	);
	return [...groups.values()].flatMap((group) => {
		const fields = group[0]?.fields;
		return fields ? chunks(group).map((members) => ({ files: members, fields })) : [];
	});
}

function chunks(files: BatchFile[]): BatchFile[][] {
	return Array.from({ length: Math.ceil(files.length / LARGEST_BATCH) }, (_, index) =>
		files.slice(index * LARGEST_BATCH, (index + 1) * LARGEST_BATCH),
	);
}

/** What is known of each file of a batch once it is sent, in the order of its files. */
export function uploadedOf(
	{ files: sent, fields: { projectId, templateId } }: Batch,
	{ id: batchId, uploadIds, raw }: UploadedBatch,
): Uploaded[] {
	const files = sent.map(({ file: { name, size } }) => ({ name, size }));
	return files.map(({ name, size }, index) => {
		const uploadId = uploadIds[index] ?? '';
		const known = {
			id: uploadId || placeholderId({ id: batchId ?? '', index }),
			uploadId,
			batchId,
			projectId,
			templateId,
			templateName: raw.templateName,
			fileName: name,
			fileSize: size,
			status: 'uploaded',
		};
		// A batch that was found again by its records has no id; each record is known by its own.
		const place = {
			projectId,
			fileName: name,
			...(batchId !== null && { batch: { id: batchId, files, uploadIds, index } }),
		};
		return { ...readRecord(known), place };
	});
}
