import type { INodeProperties } from 'n8n-workflow';

import { Finisher, type FinishSettings } from '../../shared/operations/collectResult';
import { waitSettings } from '../../shared/operations/waitOptions';
import { outputMode } from '../../shared/operations/parameters';
import { WaitLoop } from '../../shared/waiting/statusPoller';
import { deleteDocument } from '../api/documents';
import { documentSight } from '../api/sight';
import { SERVICE_NAME } from '../api/service';
import { simplify } from '../api/simplify';
import type { WireDocument } from '../api/wire';
import { processingFailure } from './documentState';
import type { Run } from './operation';
import { present } from './output';

export const deleteWhenDoneOption: INodeProperties = {
	displayName: 'Delete When Done',
	name: 'deleteWhenDone',
	type: 'boolean',
	default: false,
	description: 'Whether to delete the document from the service once its result is here',
};

export function finishSettings(
	{ context }: Run,
	itemIndex: number,
	options: Record<string, unknown>,
): FinishSettings {
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
export function finisherOf(
	run: Run,
	signal: AbortSignal,
	concurrency: number,
): Finisher<WireDocument> {
	const loop = new WaitLoop(documentSight(run.service), signal, undefined, 2 * concurrency);
	return new Finisher<WireDocument>(run.context, {
		serviceName: SERVICE_NAME,
		finished: async ({ id }, order) => await loop.finished(id, order),
		failure: processingFailure,
		present: (document, mode) => present(run, document, mode),
		summary: (document) => ({ ...simplify(document) }),
		// v2 names neither the file nor the action again.
		merge: (known, finished) => ({
			...finished,
			fileName: finished.fileName ?? known.fileName,
			action: finished.action ?? known.action,
		}),
		remove: async (id) => await deleteDocument(run.service, id),
	});
}
