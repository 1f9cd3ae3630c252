import type { INodeExecutionData } from 'n8n-workflow';

import { hint } from '../../../shared/operations/hints';
import { handingOver, RetryMemory } from '../../../shared/upload/retryMemory';
import { toFailure } from '../../../shared/core/errors';
import { groupBy } from '../../../shared/core/groupBy';
import {
	abortOnCancel,
	forEachItem,
	goesOnAfterFailure,
} from '../../../shared/operations/forEachItem';
import { contentHash } from '../../../shared/upload/contentHash';
import { settleAll, Slots } from '../../../shared/concurrency/pool';
import { DocumentFailure } from '../../../shared/waiting/documentStatus';
import { UnconfirmedFailure } from '../../../shared/upload/uploadErrors';
import { BatchLedger } from '../../api/batchLedger';
import type { UploadedBatch } from '../../api/upload';
import { resultCollectorOf, summaryOfUpload, type Uploaded } from '../collectResult';
import type { Operation, Run } from '../operation';
import { type Batch, type BatchItem, batchesOf, readItem, uploadedOf } from './batches';
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
		action: 'Upload a batch of documents',
		description:
			'Send the files of all items, up to 50 in a request, and wait for their text, fields or tables',
	},
	properties: uploadBatchProperties,
	execute: uploadBatches,
};

async function uploadBatches(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const abort = abortOnCancel(context);
	const goesOn = goesOnAfterFailure(context);
	const chosenProject = projectChooser(context, service);
	const remembered = memory.openTry(context);
	const read = await settleAll(context.getInputData(), READ_AT_ONCE, async (_, itemIndex) => {
		const item = await readItem(run, itemIndex, chosenProject);
		const key = remembered ? await keyOf(item) : '';
		return { item, key, earlier: remembered?.earlier(key) };
	});
	const items = read.flatMap((outcome) => (outcome?.status === 'fulfilled' ? [outcome.value] : []));
	// An item that ends the run does so before anything is paid.
	const isReady =
		goesOn ||
		(items.length === read.length && items.every(({ earlier }) => !earlier || 'value' in earlier));
	const unsent = items.filter(({ earlier }) => !earlier).map(({ item }) => item);
	const uploads = sendBatches(run, abort, isReady ? batchesOf(unsent) : []);
	const collector = resultCollectorOf(run, abort.signal, LOOKS_AT_ONCE);
	const known: Uploaded[] = [];

	return await handingOver(
		remembered,
		async () =>
			await forEachItem(
				context,
				{ concurrency: read.length, abort, remark: () => remarkOn(known) },
				async (itemIndex) => {
					const outcome = read[itemIndex];
					if (outcome?.status !== 'fulfilled') throw toFailure(outcome?.reason);
					const { item, key, earlier } = outcome.value;
					if (earlier && 'failure' in earlier) throw earlier.failure;
					try {
						const uploaded = earlier?.value ?? (await uploads.get(itemIndex));
						if (!uploaded) return [];
						remembered?.record(key, { value: uploaded });
						known.push(uploaded);
						return item.finish
							? await collector.collect(uploaded, item.finish, earlier !== undefined)
							: [{ json: summaryOfUpload(uploaded) }];
					} catch (error) {
						// Both are final: Ocriva gives no credits back for a document that failed.
						if (error instanceof UnconfirmedFailure || error instanceof DocumentFailure)
							remembered?.record(key, { failure: error });
						throw toFailure(error);
					}
				},
			),
	);
}

async function keyOf({ itemIndex, file, fields }: BatchItem): Promise<string> {
	const { projectId, templateId } = fields;
	return JSON.stringify([itemIndex, projectId, templateId, await contentHash(file)]);
}

/**
 * Sends batches one after the other, as a batch in doubt is looked for among the newest records.
 * What is known of each item comes by its index.
 */
function sendBatches(
	{ context, service }: Run,
	abort: AbortController,
	batches: Batch[],
): Map<number, Promise<Uploaded | undefined>> {
	const sender = { ...service, client: service.client.sendingUntil(abort.signal) };
	const uploader = new BatchLedger(service, sender, context.getExecutionCancelSignal());
	const slot = new Slots(1);
	const uploads = new Map<number, Promise<Uploaded | undefined>>();

	const send = async (batch: Batch): Promise<Uploaded[]> => {
		if (abort.signal.aborted) return [];
		try {
			const answer = await uploader.upload(
				batch.items.map(({ file }) => file),
				batch.fields,
			);
			tellDifference(context, batch, answer);
			return uploadedOf(batch, answer);
		} catch (error) {
			// Before the next batch is sent: a run that has ended pays for nothing more.
			if (!goesOnAfterFailure(context)) abort.abort();
			throw toFailure(error);
		}
	};
	for (const batch of batches) {
		const uploaded = slot.run(async () => await send(batch));
		for (const [index, { itemIndex }] of batch.items.entries()) {
			const own = uploaded.then((all) => all[index]);
			// A run that has ended asks for nobody's outcome.
			own.catch(() => {});
			uploads.set(itemIndex, own);
		}
	}
	return uploads;
}

function tellDifference(
	context: Run['context'],
	{ items }: Batch,
	{ id, totalFiles }: UploadedBatch,
): void {
	if (totalFiles !== null && totalFiles !== items.length)
		hint(
			context,
			`The service counts ${totalFiles} files in batch ${id}, and ${items.length} were sent.`,
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
