import type { INodeExecutionData } from 'n8n-workflow';

import { hint } from '../../shared/operations/hints';
import * as shared from '../../shared/operations/toItems';
import type { OutputMode } from '../../shared/core/documentResult';
import { listNames } from '../api/result/extractions';
import { toDocumentResult } from '../api/result/toDocumentResult';
import type { Processing } from '../api/parse';
import type { Run } from './operation';

/** The items of one processing in the chosen output; a view that comes out empty is explained. */
export function toItems(
	{ context }: Run,
	processing: Processing,
	mode: OutputMode,
): INodeExecutionData[] {
	const lists = mode === 'rows' ? listNames(processing.raw.extractions) : [];
	if (lists.length > 1)
		hint(
			context,
			`The rows come from several lists with columns of their own: ${lists.join(', ')}. For one of them set "Output" to "Document" and split out its field, such as fields.${lists[0]}.`,
		);
	return shared.toItems(context, toDocumentResult(processing), processing.raw, mode, () =>
		emptyReason(processing, mode),
	);
}

function emptyReason({ id, phase, failure, workflowId }: Processing, mode: OutputMode): string {
	if (phase === 'failed')
		return `Processing ${id} has no ${mode}: it failed${failure ? ` (${failure})` : ''}.`;
	if (phase === 'pending')
		return `Processing ${id} has no ${mode} yet: it is running. Result > Get with the option "Wait for Completion" waits for it.`;
	return mode === 'rows'
		? `Processing ${id} has no table rows or fields. They come from extractions, which the workflow ${workflowId ?? ''} did not give; for plain text set "Output" to "Document" or "Pages".`
		: `Processing ${id} came back without pages: they come from OCR, which this answer does not carry.`;
}
