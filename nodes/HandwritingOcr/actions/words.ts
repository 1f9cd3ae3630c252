import type { INodePropertyOptions } from 'n8n-workflow';

import type { Action, Format } from '../api/parse';

/** What was read, as the parameters say it. */
export const ACTION_WORDS: Record<Action, string> = {
	transcribe: 'Transcribe Text',
	tables: 'Extract Tables',
	extractor: 'Extract Fields',
};

/** The formats of a result as a file. */
export const FORMAT_OPTIONS: INodePropertyOptions[] = [
	{ name: 'CSV', value: 'csv', description: 'Extracted fields only' },
	{ name: 'Excel (XLSX)', value: 'xlsx', description: 'Tables and extracted fields' },
	{ name: 'JSON', value: 'json', description: 'Everything' },
	{ name: 'Text', value: 'txt', description: 'Transcriptions only' },
	{ name: 'Word (DOCX)', value: 'docx', description: 'Transcriptions only' },
];

export function formatName(format: Format): string {
	return FORMAT_OPTIONS.find(({ value }) => value === format)?.name ?? format;
}

/** Formats to choose from, such as `Excel (XLSX) or JSON`. */
export function formatNames(formats: readonly Format[]): string {
	const names = formats.map(formatName);
	return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
