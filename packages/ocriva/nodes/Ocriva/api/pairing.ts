import { closest, couldBeFile, type SentFile } from '../../shared/upload/sentFile';
import type { HistoryRecord } from './parse';

/**
 * The record of each file of a batch, in the order of the files; undefined where it is not listed
 * yet. The answer to the batch names the uploads in that order (assumption), and that decides,
 * unless a record is told to be another file of the batch. Names serve only where there is no id;
 * that needs all records, as an earlier one could come later.
 *
 * @param uploadIds as the answer to the batch listed them
 * @param records oldest first
 */
export function recordsOfFiles(
	files: readonly SentFile[],
	uploadIds: readonly string[],
	records: readonly HistoryRecord[],
): Array<HistoryRecord | undefined> {
	const byId = files.map((_, index) => records.find((record) => isOf(uploadIds[index], record)));
	const isContradicted = byId.some(
		(record, index) =>
			record && !isFile(files[index], record) && files.some((file) => isFile(file, record)),
	);
	const found = isContradicted ? files.map(() => undefined) : byId;
	if (records.length < files.length) return found;
	const open = files.filter((_, index) => !found[index]);
	const free = records.filter((record) => !found.includes(record));
	const ofBatch = free.filter((record) => uploadIds.some((id) => isOf(id, record)));
	const paired = withLast(open, ofBatch.length === open.length ? ofBatch : free);
	return files.map((file, index) => found[index] ?? paired.get(file));
}

/**
 * By name and size, as far as they are told.
 * @param records oldest first, which decides among files of one name and size; they are taken for
 * equal
 */
export function pairedByName(
	files: readonly SentFile[],
	records: readonly HistoryRecord[],
): Map<SentFile, HistoryRecord> {
	const free = new Set(records);
	const pairs = new Map<SentFile, HistoryRecord>();
	for (const isSure of [true, false]) {
		for (const file of files) {
			const record = closest(file, [...free]).find((one) => !isSure || isExact(file, one));
			if (!record || pairs.has(file)) continue;
			pairs.set(file, record);
			free.delete(record);
		}
	}
	return pairs;
}

/**
 * What is left after the names: a record whose size only one file has, and when one file and one
 * record are left, they belong together whatever the name.
 */
function withLast(
	files: readonly SentFile[],
	records: readonly HistoryRecord[],
): Map<SentFile, HistoryRecord> {
	const pairs = pairedByName(files, records);
	for (const file of files) {
		const [record, ...others] = records.filter(({ fileSize }) => fileSize === file.size);
		const isOnly = files.filter(({ size }) => size === file.size).length === 1;
		if (record && others.length === 0 && isOnly && !pairs.has(file)) pairs.set(file, record);
	}
	const [file, ...otherFiles] = files.filter((candidate) => !pairs.has(candidate));
	const paired = new Set(pairs.values());
	const [record, ...otherRecords] = records.filter((candidate) => !paired.has(candidate));
	return file && record && otherFiles.length === 0 && otherRecords.length === 0
		? pairs.set(file, record)
		: pairs;
}

function isOf(uploadId: string | undefined, { id, uploadId: own }: HistoryRecord): boolean {
	return uploadId !== undefined && uploadId !== '' && (uploadId === id || uploadId === own);
}

function isFile(file: SentFile | undefined, record: HistoryRecord): boolean {
	return file !== undefined && couldBeFile(file, record);
}

function isExact(file: SentFile, { fileName, fileSize }: HistoryRecord): boolean {
	return fileName === file.name && fileSize === file.size;
}
