import type { INodeExecutionData } from 'n8n-workflow';

import { quoted } from '../../shared/core/quote';
import * as shared from '../../shared/operations/toItems';
import type { OutputMode } from '../../shared/core/documentResult';
import { toDocumentResult } from '../api/result/toDocumentResult';
import type { OcrDocument } from '../api/parse';
import type { Run } from './operation';

/** The items of one document in the chosen output; a view that comes out empty is explained. */
export function toItems(
	{ context }: Run,
	document: OcrDocument,
	mode: OutputMode,
): INodeExecutionData[] {
	return shared.toItems(context, mode, {
		document: toDocumentResult(document),
		raw: document.raw,
		whyEmpty: (part) => emptyReason(document, part),
	});
}

function emptyReason({ id, state, phase, failure }: OcrDocument, part: shared.Part): string {
	if (phase === 'failed')
		return `Document ${id} has no ${part}: it could not be processed (${failure ?? `status: ${state}`}).`;
	if (phase === 'pending')
		return `Document ${id} has no ${part} yet: its status is ${quoted(state)}. The operation "Wait" waits for it.`;
	return part === 'rows'
		? `Document ${id} has no table rows, fields or records. For plain text set "Output" to "Document" or "Pages"; for tables upload with the action "Extract Tables".`
		: `Document ${id} came back without pages.`;
}
