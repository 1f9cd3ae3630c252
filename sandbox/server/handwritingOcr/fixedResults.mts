import type { JsonObject } from '../shared/json.mts';
import type { Action, Document } from './documents.mts';
import { extractedField, tableOnWire, type PageResult } from './pageResults.mts';
import type { Settings } from './settings.mts';

/** Results made up from file name and page number, for tests and measurements. */
export function fixedResults(
	document: Pick<Document, 'fileName' | 'action' | 'pageCount'>,
	rowShape: Settings['tableRows'],
): PageResult[] {
	return Array.from({ length: document.pageCount }, (_, index) => ({
		page_number: index + 1,
		...content[document.action](document.fileName, index + 1, rowShape),
	}));
}

const content: Record<
	Action,
	(fileName: string, page: number, rowShape: Settings['tableRows']) => JsonObject
> = {
	transcribe: (fileName, page) => ({ transcript: `text of ${fileName}, page ${page}` }),
	tables: (fileName, page, rowShape) => ({
		tables: [
			tableOnWire(
				{
					rows: [
						['Item', 'Amount'],
						[`first of ${fileName}, page ${page}`, '1.50'],
						['second', '2.00'],
					],
					hasHeaderRow: true,
					headerContent: ['Item', 'Amount'],
				},
				1,
				rowShape,
			),
		],
		key_value_pairs: [
			{ key: 'File', value: fileName },
			{ key: 'Page', value: String(page) },
		],
	}),
	extractor: (fileName, page) => ({
		extractions: [record(fileName, page, 1, true), record(fileName, page, 2, false)],
	}),
};

function record(fileName: string, page: number, number: number, signed: boolean): JsonObject[] {
	const line = (model: string, quantity: string): JsonObject[] => [
		{ key: 'model_1', name: 'Model', type: 'string', value: model },
		{ key: 'quantity_1', name: 'Quantity', type: 'number', value: quantity },
	];
	return [
		extractedField('Source', `record ${number} of ${fileName}, page ${page}`),
		{ ...extractedField('Signed', signed), type: 'boolean' },
		extractedField('Remarks', null),
		{ ...extractedField('Lines', [line('A', '1'), line('B', '2')]), type: 'list', array: true },
	];
}
