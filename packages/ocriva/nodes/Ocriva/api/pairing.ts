import type { HistoryRecord } from './parse';

/** A file as a batch was sent with it. */
export interface SentFile {
	name: string;
	/** Bytes. */
	size: number;
}

/**
 * The record of each file of a batch, in the order of the files; undefined where it is not listed
 * yet. The answer to the batch names the uploads in that order (assumption); where the names
 * contradict it, or ids are missing, files go by name, and files of one name by size and by the
 * order of their records. That needs all records, as an earlier one could come later.
 *
 * @param uploadIds as the answer to the batch listed them
 * @param records oldest first
 */
export function recordsOfFiles(
	files: readonly SentFile[],
	uploadIds: readonly string[],
	records: readonly HistoryRecord[],
): Array<HistoryRecord | undefined> {
	const byOrder = files.map((_, index) =>
		records.find(
			({ id, uploadId }) =>
				uploadIds[index] && (id === uploadIds[index] || uploadId === uploadIds[index]),
		),
	);
	const isOrdered =
		uploadIds.length === files.length &&
		byOrder.every((record, index) => !record?.fileName || record.fileName === files[index]?.name);
	if (isOrdered && (byOrder.some(Boolean) || records.length < files.length)) return byOrder;
	return records.length < files.length ? files.map(() => undefined) : pairedByName(files, records);
}

/**
 * By name and size, then by name alone.
 * @param records oldest first, which decides among files of one name and size; they are taken for
 * equal
 */
export function pairedByName(
	files: readonly SentFile[],
	records: readonly HistoryRecord[],
): Array<HistoryRecord | undefined> {
	const free = new Set(records);
	const pairs = new Map<SentFile, HistoryRecord>();
	for (const isSame of [sameNameAndSize, sameName]) {
		for (const file of files) {
			const record = pairs.has(file)
				? undefined
				: [...free].find((candidate) => isSame(candidate, file));
			if (!record) continue;
			pairs.set(file, record);
			free.delete(record);
		}
	}
	return files.map((file) => pairs.get(file));
}

function sameName({ fileName }: HistoryRecord, { name }: SentFile): boolean {
	return fileName === name;
}

function sameNameAndSize(record: HistoryRecord, file: SentFile): boolean {
	return sameName(record, file) && record.fileSize === file.size;
}
