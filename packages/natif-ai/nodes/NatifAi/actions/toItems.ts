import type { INodeExecutionData } from 'n8n-workflow';

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
	return shared.toItems(context, mode, {
		document: toDocumentResult(processing),
		raw: processing.raw,
		lists: () => listNames(processing.raw.extractions),
		whyEmpty: (part) => emptyReason(processing, part),
	});
}

function emptyReason({ id, phase, failure, workflowId }: Processing, part: shared.Part): string {
	if (phase === 'failed')
		return `Processing ${id} has no ${part}: it failed${failure ? ` (${failure})` : ''}.`;
	if (phase === 'pending')
		return `Processing ${id} has no ${part} yet: it is running. Result > Get with the option "Wait for Completion" waits for it.`;
	return part === 'rows'
		? `Processing ${id} has no table rows or fields. They come from extractions, which the workflow ${workflowId ?? ''} did not give; for plain text set "Output" to "Document" or "Pages".`
		: `Processing ${id} came back without pages: they come from OCR, which this answer does not carry.`;
}
