import { toWordFields } from '../../../ocr/fields.mts';
import { toWordTables } from '../../../ocr/tables.mts';
import type { JsonObject } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';
import { textOf, type Boxes } from './leaves.mts';
import { keyOf } from './values.mts';

/**
 * What a custom workflow extracts: a leaf for each `Label: value` line, under its label, null where
 * the value is empty, and each table as an array of rows, `table`, `table_2`, ... A label that
 * comes again gives an array.
 */
export function extractFields(pages: readonly ReadPage[], boxes: Boxes): JsonObject {
	const found: JsonObject = { schema_version: 1, document_type: 'custom_extraction' };
	for (const { label, valueWords } of pages.flatMap(toWordFields))
		add(found, keyOf(label), boxes.leaf(valueWords));
	for (const [index, { rows, hasHeaderRow }] of pages.flatMap(toWordTables).entries()) {
		const [header = []] = rows;
		const names = header.map(
			(words, column) => (hasHeaderRow && keyOf(textOf(words))) || `column_${column + 1}`,
		);
		found[index === 0 ? 'table' : `table_${index + 1}`] = rows
			.slice(hasHeaderRow ? 1 : 0)
			.map((row) =>
				Object.fromEntries(row.map((words, column) => [names[column] ?? '', boxes.leaf(words)])),
			);
	}
	return found;
}

function add(found: JsonObject, key: string, value: JsonObject | null): void {
	const before = found[key];
	if (!(key in found)) found[key] = value;
	else found[key] = [...(Array.isArray(before) ? before : [before ?? null]), value];
}
