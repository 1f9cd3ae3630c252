import { quoted } from '../../shared/core/quote';
import { ResultCollector, type ResultSettings } from '../../shared/operations/collectResult';
import { documentItem } from '../../shared/core/documentResult';
import { waitSettings } from '../../shared/operations/waitOptions';
import { outputMode } from '../../shared/operations/parameters';
import { DocumentFailure } from '../../shared/waiting/documentStatus';
import { LongPolls } from '../api/longPolls';
import { SERVICE_NAME } from '../api/client';
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
 * The waiting of a run.
 * @param concurrency files at a time; twice as many are waited for at a time
 */
export function longPollsOf(
	{ context, service }: Run,
	signal: AbortSignal,
	concurrency: number,
): LongPolls {
	return new LongPolls(service, 2 * concurrency, context.getInputData().length, signal);
}

/** Turns the processings of a run into items once they are finished. */
export function resultCollectorOf(run: Run, polls: LongPolls): ResultCollector<Processing> {
	return new ResultCollector<Processing>(run.context, {
		serviceName: SERVICE_NAME,
		finished: async (known, { timeout }) => ({
			document: known.phase === 'pending' ? await polls.finished(known, timeout) : known,
		}),
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
