import type { INodePropertyOptions } from 'n8n-workflow';

import type { Action, Format } from '../api/parse';

/** What a document was read for. */
export const ACTION_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Extract Fields', value: 'extractor' },
	{ name: 'Extract Tables', value: 'tables' },
	{ name: 'Transcribe Text', value: 'transcribe' },
];

export function actionName(action: Action): string {
	return nameIn(ACTION_OPTIONS, action);
}

/** The formats of a result as a file. */
export const FORMAT_OPTIONS: INodePropertyOptions[] = [
	{ name: 'CSV', value: 'csv', description: 'Extracted fields only' },
	{ name: 'Excel (XLSX)', value: 'xlsx', description: 'Tables and extracted fields' },
	{ name: 'JSON', value: 'json', description: 'Everything' },
	{ name: 'Text', value: 'txt', description: 'Transcriptions only' },
	{ name: 'Word (DOCX)', value: 'docx', description: 'Transcriptions only' },
];

export function formatName(format: Format): string {
	return nameIn(FORMAT_OPTIONS, format);
}

/** Formats to choose from, such as `Excel (XLSX) or JSON`. */
export function formatNames(formats: readonly Format[]): string {
	const names = formats.map(formatName);
	return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function nameIn(options: readonly INodePropertyOptions[], wanted: string): string {
	return options.find(({ value }) => value === wanted)?.name ?? wanted;
}
