import type { INodeProperties } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { nameForType } from '../../../shared/core/fileName';
import { fileToItem } from '../../../shared/files/fileToItem';
import { linkMinutes, linkOption, withLink } from '../../../shared/operations/fileLink';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { optionsProperty } from '../../../shared/operations/options';
import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { choice, collection, textIn } from '../../../shared/operations/parameters';
import { downloadFile, getDocument } from '../../api/documents';
import { notFinished, requireDone } from '../../api/documentState';
import {
	type Action,
	type Format,
	FORMATS,
	FORMATS_OF,
	MEDIA_TYPES,
	type OcrDocument,
} from '../../api/parse';
import { summaryOf } from '../../api/result/toDocumentResult';
import { documentLocator, onDocument } from '../documentLocator';
import type { Operation } from '../operation';
import { FORMAT_OPTIONS, formatName, formatNames } from '../words';

const AT_ONCE = 5;

const KINDS: Record<Action, string> = {
	transcribe: 'A transcription',
	tables: 'A table extraction',
	extractor: 'A field extraction',
};

const properties: INodeProperties[] = [
	documentLocator,
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: 'txt',
		description:
			'A transcription comes as text, Word and JSON; tables as Excel and JSON; extracted fields as Excel, CSV and JSON',
		options: FORMAT_OPTIONS,
	},
	outputFieldProperty('file'),
	optionsProperty([
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. letter.docx',
			description:
				"The name of the file; otherwise the document's own name with the format's extension",
		},
		linkOption,
	]),
];

export const download: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download result as file',
		description: 'Download the result of a document as a file',
	},
	properties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const format = choice(context.getNodeParameter('format', itemIndex), FORMATS, 'Format');
			const field = outputField(context, itemIndex);
			const minutes = linkMinutes(context, itemIndex);
			const fileName = textIn(collection(context, 'options', itemIndex).fileName, 'File Name');
			return await onDocument(context, itemIndex, async (id) => {
				// The file route says neither how the document fares nor what it is called; v2 tells the
				// name with the results alone.
				const document = await getDocument(service, id);
				checkFormat(document, format);
				const mimeType = MEDIA_TYPES[format];
				const name = nameForType(fileName || (document.fileName ?? id), mimeType);
				const item = { json: { ...summaryOf(document) } };
				return await downloadFile(service, { id, format }, async ({ status, body, headers }) => {
					if (status === 202) throw notFinished(document);
					const file = { field, content: body, name, mimeType, headers };
					const stored = await fileToItem(context, item, file);
					return [withLink(context, stored, { field, minutes })];
				});
			});
		}),
};

function checkFormat(document: OcrDocument, format: Format): void {
	requireDone(document);
	const formats = document.action ? FORMATS_OF[document.action] : FORMATS;
	if (formats.includes(format)) return;
	throw new InputFailure(
		`${document.action ? KINDS[document.action] : 'This document'} cannot be downloaded as ${formatName(format)}`,
		`Set "Format" to ${formatNames(formats)}.`,
	);
}
