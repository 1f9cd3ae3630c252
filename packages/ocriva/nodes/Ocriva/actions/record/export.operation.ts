import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { InputFailure, ServiceFailure, toFailure } from '../../../shared/core/errors';
import { nameForType } from '../../../shared/core/fileName';
import { parseJson } from '../../../shared/core/json';
import { mediaTypeOf, UNKNOWN_TYPE } from '../../../shared/core/mime';
import { dispositionName } from '../../../shared/files/contentDisposition';
import { fileToItem, isStrayPage, noFile } from '../../../shared/files/fileToItem';
import { isRefusal } from '../../../shared/http/errorText';
import type { ApiAnswer } from '../../../shared/http/service';
import { readBody } from '../../../shared/http/streams';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { choice, isOn } from '../../../shared/operations/parameters';
import { SERVICE_NAME } from '../../api/client';
import { findRecord } from '../../api/lookup';
import { type Format, FORMATS, MEDIA_TYPES } from '../../api/parse';
import { BINARY, exportRecord } from '../../api/records';
import { requireDone } from '../../api/recordState';
import { onRecord, projectLocator, recordLocator } from '../locators';
import type { Operation } from '../operation';

const AT_ONCE = 5;
/**
 * What may be answered where there is no result (not documented) or the id is an upload's: then the
 * record tells. Asked first, it would cost half of the requests that a key has.
 */
const REFUSED = new Set([202, 400, 401, 404, 409, 422]);

const properties: INodeProperties[] = [
	projectLocator,
	recordLocator,
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: 'template',
		description: 'The format of the file',
		options: [
			{ name: 'CSV', value: 'csv' },
			{ name: 'HTML', value: 'html' },
			{ name: 'JSON', value: 'json' },
			{ name: 'PDF', value: 'pdf' },
			{
				name: 'Template Format',
				value: 'template',
				description: 'As the template is set; JSON where there is no template',
			},
			{ name: 'Text', value: 'text' },
			{ name: 'Word (DOCX)', value: 'docx' },
			{ name: 'XML', value: 'xml' },
		],
	},
	{
		displayName: 'Put Content Into JSON',
		name: 'asData',
		type: 'boolean',
		default: false,
		description:
			'Whether to put the content into the field "data" of the item instead of a file: JSON as values, the other formats as text. Not possible for PDF and Word.',
	},
	{ ...outputFieldProperty('file'), displayOptions: { show: { asData: [false] } } },
];

export const exportResult: Operation = {
	option: {
		name: 'Export',
		value: 'export',
		action: 'Export result as file',
		description: 'Download the result of a document as a file, or put it into the item',
	},
	properties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const chosen = choice(
				context.getNodeParameter('format', itemIndex),
				['template', ...FORMATS],
				'Format',
			);
			const format = FORMATS.find((known) => known === chosen);
			const given = context.getNodeParameter('asData', itemIndex, false);
			const asData = isOn(given, 'Put Content Into JSON');
			const field = asData ? '' : outputField(context, itemIndex);
			if (asData && BINARY.includes(chosen)) throw noText(chosen);
			return await onRecord(context, itemIndex, async (id, projectId) => {
				const ask = async (recordId: string) =>
					await exportRecord(service, { id: recordId, projectId, format }, async (answer) => [
						asData
							? await dataItem(recordId, format, answer)
							: await fileItem(context, { id: recordId, wanted: format, field }, answer),
					]);
				try {
					return await ask(id);
				} catch (error) {
					if (!(error instanceof ServiceFailure) || !REFUSED.has(error.status))
						throw toFailure(error);
					const record = await findRecord(service, id, projectId);
					requireDone(record);
					if (record.id === id) throw toFailure(error);
					return await ask(record.id);
				}
			});
		}),
};

function noText(format: string): InputFailure {
	return new InputFailure(
		`A ${format === 'pdf' ? 'PDF' : 'Word'} file cannot be put into the item as data`,
		'Switch "Put Content Into JSON" off to get the file, or set "Format" to JSON, text, CSV, HTML or XML.',
	);
}

async function dataItem(
	id: string,
	wanted: Format | undefined,
	{ body, headers, status }: ApiAnswer,
): Promise<INodeExecutionData> {
	const format = wanted ?? formatOf(headers);
	if (format !== undefined && BINARY.includes(format)) throw noText(format);
	const text = await readBody(body);
	const type = format ? MEDIA_TYPES[format] : mediaTypeOf(headers);
	if (isStrayPage(headers, type, text)) throw noFile('a web page', id);
	const data = format === 'json' ? parseJson(text) : text;
	if (isRefusal(data)) throw noFile('a refusal in JSON', id);
	if (data === undefined)
		throw new ServiceFailure(
			`The service sent something else than JSON for record ${id}`,
			'Switch "Put Content Into JSON" off to see the file.',
			status,
			text.slice(0, 500),
		);
	return { json: { id, service: SERVICE_NAME, format: format ?? null, data: data as IDataObject } };
}

async function fileItem(
	context: IExecuteFunctions,
	{ id, wanted, field }: { id: string; wanted: Format | undefined; field: string },
	{ body, headers }: ApiAnswer,
): Promise<INodeExecutionData> {
	const format = wanted ?? formatOf(headers);
	const type = format ? MEDIA_TYPES[format] : mediaTypeOf(headers) || UNKNOWN_TYPE;
	const name = nameForType(dispositionName(headers['content-disposition']) || id, type);
	const item = { json: { id, service: SERVICE_NAME, format: format ?? null } };
	return await fileToItem(context, item, {
		field,
		content: body,
		name,
		mimeType: type,
		headers,
		mayBeEmpty: mediaTypeOf(headers).startsWith('text/'),
	});
}

/** The format that came, where the template decided. */
function formatOf(headers: IDataObject): Format | undefined {
	const type = mediaTypeOf(headers);
	return FORMATS.find((format) => MEDIA_TYPES[format] === type);
}
