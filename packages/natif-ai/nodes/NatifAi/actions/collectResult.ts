import { quoted } from '../../shared/core/quote';
import { ResultCollector, type ResultSettings } from '../../shared/operations/collectResult';
import { documentItem } from '../../shared/core/documentResult';
import { waitSettings } from '../../shared/operations/waitOptions';
import { outputMode } from '../../shared/operations/parameters';
import { DocumentFailure } from '../../shared/waiting/documentStatus';
import { StatusPoller } from '../../shared/waiting/statusPoller';
import { SERVICE_NAME } from '../api/client';
import { ProcessingStatusSource } from '../api/statusSource';
import { toDocumentResult } from '../api/result/toDocumentResult';
import type { Processing } from '../api/parse';
import type { Run } from './operation';
import { toItems } from './toItems';

export function resultSettings(
	{ context }: Run,
	itemIndex: number,
	options: Record<string, unknown>,
): ResultSettings {
	return { ...waitSettings(options), mode: outputMode(context, itemIndex) };
}

/**
 * Waits for the processings of a run.
 *
 * @param signal ends the waiting
 * @param concurrency files at a time; twice as many are waited for at a time
 */
export function resultCollectorOf(
	run: Run,
	signal: AbortSignal,
	concurrency: number,
): ResultCollector<Processing> {
	const source = new ProcessingStatusSource(run.service);
	const poller = new StatusPoller(source, signal, {
		looksAtOnce: 2 * concurrency,
		documents: run.context.getInputData().length,
	});
	return new ResultCollector<Processing>(run.context, {
		name: SERVICE_NAME,
		finished: async (known, order) => {
			if (known.phase !== 'pending') return { document: known };
			// The name is known of a document that was sent in this run.
			const exists = known.fileName !== null;
			return await poller.finished(known.id, { ...order, exists, key: source.expect(known) });
		},
		failure: processingFailure,
		result: toDocumentResult,
		present: (processing, mode) => toItems(run, processing, mode),
		summary: (processing) => documentItem(toDocumentResult(processing)),
	});
}

function processingFailure({ id, fileName, failure, status }: Processing): DocumentFailure {
	return new DocumentFailure(
		`Processing ${id}${fileName ? ` of ${quoted(fileName)}` : ''} failed${failure ? `: ${failure}` : ''}`,
		'Check that the file opens, is readable and fits the workflow. Processing it again costs credits again.',
	).with({ id, status });
}
