import type { INodeExecutionData } from 'n8n-workflow';

import { hint } from '../../shared/operations/hints';
import { toItems } from '../../shared/operations/toItems';
import { Failure } from '../../shared/core/errors';
import { fileToItem } from '../../shared/files/fileToItem';
import { DEFAULT_FIELD } from '../../shared/files/itemFiles';
import { failureReason } from '../../shared/core/documentResult';
import { documentItem } from '../../shared/core/documentViews';
import { asItemJson } from '../../shared/core/json';
import { nameForType } from '../../shared/core/fileName';
import { quoted } from '../../shared/core/quote';
import type { Run } from '../actions/operation';
import { actionName, formatName, formatNames } from '../actions/words';
import { downloadFile } from '../api/documents';
import { HandwritingOcrDocuments } from '../api/documentService';
import { toDocumentResult, summaryOf } from '../api/result/toDocumentResult';
import { type Format, FORMATS_OF, MEDIA_TYPES, type OcrDocument } from '../api/parse';
import { finished } from './finished';
import type { TriggerSettings } from './settings';

/** What a finished document starts the flow with. */
interface DocumentItems {
	items: INodeExecutionData[];
	/** False when its file is missing, so that the document must not be deleted. */
	isComplete: boolean;
}

/** The items of a finished document, as the trigger is set. Nothing is deleted yet. */
export async function itemsOf(
	run: Run,
	document: OcrDocument,
	{ output, downloadFormat }: TriggerSettings,
): Promise<DocumentItems> {
	if (document.phase === 'failed') {
		const json = output === 'raw' ? asItemJson(document.raw) : failedView(document, output);
		return { items: [{ json }], isComplete: true };
	}
	const items = toItems(run.context, new HandwritingOcrDocuments(run.service), {
		document,
		mode: output,
	});
	return downloadFormat
		? await withFile(run, { document, format: downloadFormat }, items)
		: { items, isComplete: true };
}

/**
 * A document that failed has no pages and no rows, and starts the flow all the same: one item that
 * says why, where the service does.
 */
function failedView(document: OcrDocument, output: string) {
	return output === 'document'
		? documentItem(toDocumentResult(document))
		: { ...summaryOf(document), ...failureReason(document.failure) };
}

/** The result of a document as a file. */
interface WantedFile {
	document: OcrDocument;
	format: Format;
}

/**
 * Attaches the file to the first item; when there are no pages or rows, to one that says which
 * document it is. A document whose action has no such format comes without a file.
 */
async function withFile(
	run: Run,
	wanted: WantedFile,
	items: INodeExecutionData[],
): Promise<DocumentItems> {
	const { document, format } = wanted;
	const { id, action, fileName } = document;
	if (action && !FORMATS_OF[action].includes(format)) {
		hint(
			run.context,
			`${quoted(fileName ?? id)} comes without a file: "${actionName(action)}" has no ${formatName(format)}. Set "Download Format" to ${formatNames(FORMATS_OF[action])}, or filter by "What Was Read".`,
		);
		return { items, isComplete: false };
	}
	const first = items[0] ?? { json: { ...summaryOf(document) } };
	const item = (await download(run, wanted, first)) ?? (await late(run, wanted, first));
	return { items: [item, ...items.slice(1)], isComplete: true };
}

/** The item with the file; undefined while the service does not give it yet. */
async function download(
	{ context, service }: Run,
	{ document: { id, fileName }, format }: WantedFile,
	item: INodeExecutionData,
): Promise<INodeExecutionData | undefined> {
	const mimeType = MEDIA_TYPES[format];
	const name = nameForType(fileName ?? id, mimeType);
	return await downloadFile(service, { id, format }, async ({ status, body, headers }) =>
		status === 202
			? undefined
			: await fileToItem(context, item, {
					field: DEFAULT_FIELD,
					content: body,
					name,
					mimeType,
					headers,
				}),
	);
}

/** A delivery can be faster than the API. */
async function late(
	run: Run,
	wanted: WantedFile,
	item: INodeExecutionData,
): Promise<INodeExecutionData> {
	const { document, format } = wanted;
	await finished(run, document.id);
	const withFile = await download(run, wanted, item);
	if (withFile) return withFile;
	throw new Failure(
		`Document ${document.id} is finished, but the service gives no file in the format ${formatName(format)} yet`,
		'Retry this execution in a moment.',
	).with({ id: document.id });
}
