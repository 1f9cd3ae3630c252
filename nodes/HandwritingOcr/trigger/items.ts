import type { INodeExecutionData } from 'n8n-workflow';

import { hint } from '../../shared/operations/hints';
import { Failure, InputFailure } from '../../shared/core/errors';
import { fileToItem } from '../../shared/files/fileToItem';
import { DEFAULT_FIELD } from '../../shared/files/itemFiles';
import { documentItem, failureReason } from '../../shared/core/documentResult';
import { asItemJson } from '../../shared/core/json';
import { nameForType } from '../../shared/core/fileName';
import type { Run } from '../actions/operation';
import { toItems } from '../actions/toItems';
import { deleteDocument, downloadFile } from '../api/documents';
import { toDocumentResult, summaryOf } from '../api/result/toDocumentResult';
import { type Format, FORMATS_OF, MEDIA_TYPES, type OcrDocument } from '../api/parse';
import { finished } from './webhook/complete';
import type { TriggerSettings } from './settings';

/**
 * The items that a finished document starts the flow with, as the trigger is set. Nothing is
 * deleted yet.
 */
export async function itemsOf(
	run: Run,
	document: OcrDocument,
	{ output, downloadFormat }: TriggerSettings,
): Promise<INodeExecutionData[]> {
	if (document.phase === 'failed')
		return [{ json: output === 'raw' ? asItemJson(document.raw) : failedView(document, output) }];
	const items = toItems(run, document, output);
	return downloadFormat ? await withFile(run, document, downloadFormat, items) : items;
}

/**
 * A document that failed has no pages and no rows, and starts the flow all the same: one item that
 * says why, where the service does.
 */
function failedView(document: OcrDocument, output: string) {
	return output === 'document'
		? documentItem(toDocumentResult(document))
		: { ...summaryOf(document), ...failureReason(document.failure).more };
}

/**
 * Attaches the file to the first item; when there are no pages or rows, to one that says which
 * document it is.
 */
async function withFile(
	{ context, service }: Run,
	document: OcrDocument,
	format: Format,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { id, action, fileName } = document;
	const formats = action ? FORMATS_OF[action] : undefined;
	if (formats && !formats.includes(format)) {
		throw new InputFailure(
			`Document ${id} was uploaded with the action "${action}", which does not come as ${format}`,
			`Set the option "Download Format" to ${formats.join(', ')}, or filter by action.`,
		).with({ id });
	}
	const [first = { json: { ...summaryOf(document) } }, ...others] = items;
	const download = async () =>
		await downloadFile(service, id, format, context, async ({ status, body }) =>
			status === 202
				? undefined
				: [
						await fileToItem(context, first, DEFAULT_FIELD, {
							content: body,
							name: nameForType(fileName ?? id, MEDIA_TYPES[format]),
							mimeType: MEDIA_TYPES[format],
						}),
						...others,
					],
		);
	const early = await download();
	if (early) return early;
	// The delivery was faster than the API.
	await finished(context, service, id);
	const late = await download();
	if (late) return late;
	throw new Failure(
		`Document ${id} is finished, but the service gives no ${format} file yet`,
		'Retry this execution in a moment.',
	).with({ id });
}

/** The result is here already, so a failed deletion is told and does not cost it. */
export async function remove(run: Run, id: string): Promise<void> {
	try {
		await deleteDocument(run.service, id);
	} catch (error) {
		hint(
			run.context,
			`Document ${id} could not be deleted: ${error instanceof Error ? error.message : String(error)}`,
		);
	}
}
