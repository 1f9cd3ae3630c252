import type { INodeExecutionData } from 'n8n-workflow';

import { quoted } from '../../shared/core/quote';
import { hint } from '../../shared/operations/hints';
import * as shared from '../../shared/operations/toItems';
import type { OutputMode } from '../../shared/core/documentResult';
import { readExtraction } from '../api/result/extraction';
import { toDocumentResult } from '../api/result/toDocumentResult';
import type { HistoryRecord } from '../api/parse';
import type { Run } from './operation';

/** The items of one record in the chosen output; a view that comes out empty is explained. */
export function toItems(
	{ context }: Run,
	record: HistoryRecord,
	mode: OutputMode,
): INodeExecutionData[] {
	const lists =
		mode === 'rows'
			? [...new Set(readExtraction(record.result).tables.flatMap(({ name }) => name ?? []))]
			: [];
	if (lists.length > 1)
		hint(
			context,
			`The rows come from several lists with columns of their own: ${lists.join(', ')}. For one of them set "Output" to "Document" and split out its field, such as fields.${lists[0]}.`,
		);
	return shared.toItems(context, toDocumentResult(record), record.raw, mode, () =>
		emptyReason(record, mode),
	);
}

function emptyReason({ id, state, phase, failure }: HistoryRecord, mode: OutputMode): string {
	if (phase === 'failed')
		return `Record ${id} has no ${mode}: its document could not be processed (${failure ?? `status: ${state}`}).`;
	if (phase === 'pending')
		return `Record ${id} has no ${mode} yet: its status is ${quoted(state)}.`;
	return mode === 'rows'
		? `Record ${id} has no table rows, fields or records. For plain text set "Output" to "Document" or "Pages"; for fields and tables upload with a template.`
		: `Record ${id} came back without pages.`;
}
