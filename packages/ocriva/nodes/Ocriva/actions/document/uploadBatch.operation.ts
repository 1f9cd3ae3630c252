import type { INodeExecutionData } from 'n8n-workflow';

import { ResultCollector } from '../../../shared/operations/collectResult';
import { documentItemOf } from '../../../shared/operations/toItems';
import { hint } from '../../../shared/operations/hints';
import {
	handingOver,
	type PaidOutcome,
	type RememberedTry,
	RetryMemory,
} from '../../../shared/upload/retryMemory';
import { CanceledFailure, toFailure } from '../../../shared/core/errors';
import { groupBy } from '../../../shared/core/groupBy';
import {
	abortOnCancel,
	errorItem,
	forEachItem,
	goesOnAfterFailure,
} from '../../../shared/operations/forEachItem';
import { readContent } from '../../../shared/upload/fileContent';
import { inOrder, settleAll, Slots } from '../../../shared/concurrency/pool';
import { DocumentFailure } from '../../../shared/waiting/documentStatus';
import { cappedPages, isCapped, PageBudget } from '../../../shared/upload/pageCaps';
import { namingFiles, UnconfirmedFailure } from '../../../shared/upload/uploadErrors';
import { BatchUploader } from '../../api/batchUploader';
import type { UploadedBatch } from '../../api/upload';
import { OcrivaRecords, type Uploaded } from '../../api/documentService';
import type { Operation, Run } from '../operation';
import { type Batch, batchesOf, type BatchFile, readFiles, uploadedOf } from './batches';
import { projectChooser } from './fields';
import { uploadBatchProperties } from './properties';

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<Uploaded>();
const READ_AT_ONCE = 10;
const LOOKS_AT_ONCE = 5;

export const uploadBatch: Operation = {
	option: {
		name: 'Upload Batch',
		value: 'uploadBatch',
		action: 'Upload batch of documents and get text',
		description:
			'Send the files of all items, up to 50 in a request, and wait for their text, fields or tables',
	},
	properties: uploadBatchProperties,
	execute: uploadBatches,
};

async function uploadBatches(run: Run): Promise<INodeExecutionData[]> {
	const { context } = run;
	const abort = abortOnCancel(context);
	const goesOn = goesOnAfterFailure(context);
	const remembered = memory.openTry(context);
	const budget = new PageBudget(context);
	const read = await readItems(run, remembered, budget);
	const files = read.flatMap((outcome) => (outcome?.status === 'fulfilled' ? outcome.value : []));
	const isReady = goesOn || read.every(isGood);
	const unsent = files.filter(({ earlier }) => !earlier).map(({ sending }) => sending);
	const uploads = sendBatches(run, abort, isReady ? batchesOf(unsent) : []);
	const records = new OcrivaRecords(run.service);
	const collector = collectorOf(run, abort, records);
	const known: Uploaded[] = [];

	const send = async ({ sending, pages }: ReadFile) => {
		try {
			const uploaded = await uploads.get(sending);
			if (!uploaded) throw new CanceledFailure();
			return uploaded;
		} catch (error) {
			const failure = toFailure(error);
			budget.giveBack(failure, pages, sending.caps);
			throw failure;
		}
	};
	const itemsOf = async (file: ReadFile) => {
		const { sending, key, earlier } = file;
		if (earlier && 'failure' in earlier) throw earlier.failure;
		try {
			const uploaded = earlier?.value ?? (await send(file));
			remembered?.record(key, { value: uploaded });
			known.push(uploaded);
			return sending.finish
				? await collector.collect(uploaded, sending.finish, {
						isOld: earlier !== undefined,
						file: sending.file,
					})
				: [{ json: documentItemOf(records, uploaded) }];
		} catch (error) {
			// Both are final: Ocriva gives no credits back for a document that failed.
			if (error instanceof UnconfirmedFailure || error instanceof DocumentFailure)
				remembered?.record(key, { failure: error });
			throw toFailure(error);
		}
	};
	const loop = { concurrency: read.length, abort, remark: () => remarkOn(known) };
	return await handingOver(
		remembered,
		async () =>
			await forEachItem(context, loop, async (itemIndex) => {
				const outcome = read[itemIndex];
				if (outcome?.status !== 'fulfilled') throw toFailure(outcome?.reason);
				const results = await Promise.allSettled(outcome.value.map(itemsOf));
				return results.flatMap((result) => {
					if (result.status === 'fulfilled') return result.value;
					if (results.length === 1 || !goesOn) throw toFailure(result.reason);
					return [errorItem(context, result.reason)];
				});
			}),
	);
}

function collectorOf(
	{ context }: Run,
	{ signal }: AbortController,
	records: OcrivaRecords,
): ResultCollector<Uploaded> {
	return new ResultCollector(context, records, { signal, looksAtOnce: LOOKS_AT_ONCE });
}

/** Whether an item lets the run go on; one that ends it has to do so before anything is paid. */
function isGood(item: PromiseSettledResult<ReadFile[]> | undefined): boolean {
	return (
		item?.status === 'fulfilled' &&
		item.value.every(({ earlier }) => !earlier || 'value' in earlier)
	);
}

/** A file that was read, and what an earlier try of the node has done with it. */
interface ReadFile {
	sending: BatchFile;
	key: string;
	/** Counted against the caps; 0 without a cap. */
	pages: number;
	earlier: PaidOutcome<Uploaded> | undefined;
}

async function readItems(
	run: Run,
	remembered: RememberedTry<Uploaded> | undefined,
	budget: PageBudget,
): Promise<Array<PromiseSettledResult<ReadFile[]> | undefined>> {
	const { context, service } = run;
	const chosenProject = projectChooser(context, service);
	const read = await settleAll(context.getInputData(), READ_AT_ONCE, async (_, itemIndex) => {
		const files = await readFiles(run, itemIndex, chosenProject);
		return await inOrder(files, 1, async (sending) => await admit(sending, remembered));
	});
	return read.map((outcome) =>
		outcome?.status === 'fulfilled' ? reserved(outcome, budget) : outcome,
	);
}

/** Pages are counted in the order of the items, whichever of them was read first. */
function reserved(
	outcome: PromiseFulfilledResult<ReadFile[]>,
	budget: PageBudget,
): PromiseSettledResult<ReadFile[]> {
	try {
		for (const { sending, pages } of outcome.value)
			budget.reserve([sending.file.name], pages, sending.caps);
		return outcome;
	} catch (reason) {
		return { status: 'rejected', reason };
	}
}

/** @throws InputFailure for a file above a cap */
async function admit(
	sending: BatchFile,
	remembered: RememberedTry<Uploaded> | undefined,
): Promise<ReadFile> {
	const { place, file, fields, caps } = sending;
	const isCounted = isCapped(caps);
	if (!remembered && !isCounted) return { sending, key: '', pages: 0, earlier: undefined };
	const content = await readContent(file, {
		hash: remembered !== undefined,
		pages: isCounted,
	});
	const key = JSON.stringify([...place, fields.projectId, fields.templateId, content.sha256]);
	const earlier = remembered?.earlier(key);
	if (earlier || !isCounted) return { sending, key, pages: 0, earlier };
	const pages = cappedPages({ name: file.name, pages: content.pages }, caps);
	return { sending, key, pages, earlier };
}

/**
 * Sends batches one after the other, as a batch in doubt is looked for among the newest records.
 * What is known of each file comes by it.
 */
function sendBatches(
	{ context, service }: Run,
	abort: AbortController,
	batches: Batch[],
): Map<BatchFile, Promise<Uploaded | undefined>> {
	const sender = { ...service, client: service.client.sendingUntil(abort.signal) };
	const uploader = new BatchUploader(service, sender, context.getExecutionCancelSignal());
	const slot = new Slots(1);
	const uploads = new Map<BatchFile, Promise<Uploaded | undefined>>();

	const send = async (batch: Batch): Promise<Uploaded[]> => {
		if (abort.signal.aborted) return [];
		try {
			const answer = await uploader.upload(
				batch.files.map(({ file }) => file),
				batch.fields,
			);
			tellDifference(context, batch, answer);
			return uploadedOf(batch, answer);
		} catch (error) {
			// Before the next batch is sent: a run that has ended pays for nothing more.
			if (!goesOnAfterFailure(context)) abort.abort();
			throw namingFiles(
				error,
				batch.files.map(({ file }) => file),
			);
		}
	};
	for (const batch of batches) {
		const uploaded = slot.run(async () => await send(batch));
		for (const [index, file] of batch.files.entries()) {
			const own = uploaded.then((all) => all[index]);
			// A run that has ended asks for nobody's outcome.
			own.catch(() => {});
			uploads.set(file, own);
		}
	}
	return uploads;
}

function tellDifference(
	context: Run['context'],
	{ files }: Batch,
	{ id, totalFiles }: UploadedBatch,
): void {
	if (totalFiles !== null && totalFiles !== files.length)
		hint(
			context,
			`The service counts ${totalFiles} files in batch ${id}, and ${files.length} were sent.`,
		);
}

function remarkOn(paid: Uploaded[]): string {
	if (paid.length === 0) return '';
	const names = [...groupBy(paid, ({ batchId }) => batchId ?? '')].map(
		([id, files]) =>
			`${id || 'without an ID'} (${files.length === 1 ? '1 file' : `${files.length} files`})`,
	);
	return `Batches already uploaded in this run: ${names.join(', ')}. Fetch their documents with Record > Get Many and the filter "Batch ID" instead of uploading them again.`;
}
