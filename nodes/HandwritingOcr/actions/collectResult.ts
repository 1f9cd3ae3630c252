import type { INodeProperties } from 'n8n-workflow';

import { Slots } from '../../shared/concurrency/pool';
import { ResultCollector, type ResultSettings } from '../../shared/operations/collectResult';
import { documentItem } from '../../shared/core/documentResult';
import { waitSettings } from '../../shared/operations/waitOptions';
import { outputMode } from '../../shared/operations/parameters';
import { accountMark } from '../../shared/http/accountMark';
import { processingTimes } from '../../shared/waiting/processingTimes';
import { StatusPoller } from '../../shared/waiting/statusPoller';
import { deleteDocument, getDocument } from '../api/documents';
import { documentStatusSource } from '../api/statusSource';
import { SERVICE_NAME } from '../api/client';
import { toDocumentResult } from '../api/result/toDocumentResult';
import type { OcrDocument } from '../api/parse';
import { processingFailure } from './documentState';
import type { Run } from './operation';
import { toItems } from './toItems';

export const deleteWhenDoneOption: INodeProperties = {
	displayName: 'Delete When Done',
	name: 'deleteWhenDone',
	type: 'boolean',
	default: false,
	description: 'Whether to delete the document from the service once its result is here',
};

export function resultSettings(
	{ context }: Run,
	itemIndex: number,
	options: Record<string, unknown>,
): ResultSettings {
	return {
		...waitSettings(options),
		mode: outputMode(context, itemIndex),
		deleteWhenDone: options.deleteWhenDone === true,
	};
}

/**
 * Waits for the documents of a run.
 *
 * @param signal ends the waiting
 * @param concurrency files at a time; their results, which are small, are fetched twice as many at
 * a time
 */
export function resultCollectorOf(
	run: Run,
	signal: AbortSignal,
	concurrency: number,
): ResultCollector<OcrDocument> {
	const poller = new StatusPoller(documentStatusSource(run.service), signal, {
		looksAtOnce: 2 * concurrency,
		times: processingTimes,
	});
	const account = accountMark(run.service.client.service);
	const slots = new Slots(2 * concurrency);
	return new ResultCollector<OcrDocument>(run.context, {
		name: SERVICE_NAME,
		finished: async (known, order) => {
			// The list has told that it is done, so only its result is missing.
			const document =
				known.phase === 'done' && known.results === null
					? await slots.run(async () => await getDocument(run.service, known.id))
					: known;
			if (document.phase !== 'pending') return { document };
			const kind = JSON.stringify([account, known.action]);
			return await poller.finished(known.id, { ...order, kind });
		},
		failure: processingFailure,
		result: toDocumentResult,
		present: (document, mode) => toItems(run, document, mode),
		summary: (document) => documentItem(toDocumentResult(document)),
		// v2 names neither the file nor the action again, and the service may respell the name.
		merge: (known, finished) => ({
			...finished,
			fileName: known.fileName ?? finished.fileName,
			action: finished.action ?? known.action,
			...(known.isReused && { isReused: true }),
		}),
		remove: async (id) => await deleteDocument(run.service, id),
		hasResult: ({ results }) => results !== null && results.length > 0,
	});
}
