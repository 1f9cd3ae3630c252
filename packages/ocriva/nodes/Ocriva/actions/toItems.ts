import type { INodeExecutionData } from 'n8n-workflow';

import { quoted } from '../../shared/core/quote';
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
	return shared.toItems(context, mode, {
		document: toDocumentResult(record),
		raw: record.raw,
		lists: () => readExtraction(record.result).tables.flatMap(({ name }) => name ?? []),
		whyEmpty: (part) => emptyReason(record, part),
	});
}

function emptyReason({ id, state, phase, failure }: HistoryRecord, part: shared.Part): string {
	if (phase === 'failed')
		return `Record ${id} has no ${part}: its document could not be processed (${failure ?? `status: ${state}`}).`;
	if (phase === 'pending')
		return `Record ${id} has no ${part} yet: its status is ${quoted(state)}.`;
	return part === 'rows'
		? `Record ${id} has no table rows, fields or records. For plain text set "Output" to "Document" or "Pages"; for fields and tables upload with a template.`
		: `Record ${id} came back without pages.`;
}
