import type { IDataObject } from 'n8n-workflow';

import { asItemJson, asList, isObject, textOf } from '../../../shared/core/json';
import { fieldsFrom } from '../../../shared/core/documentResult';

/**
 * The records of a page that an extractor found: `extractions` is a list of records, each a list of
 * fields `{ key, name, type, array, value }`. A field goes by its `key`, the machine name, which
 * expressions can use.
 */
export function extractedRecordsOf(value: unknown): IDataObject[] {
	const entries = asList(value);
	// A flat list of fields (not documented) is one record.
	if (entries.length > 0 && entries.every(isField)) return [recordOf(entries)];
	return entries.map(recordOf);
}

function recordOf(entry: unknown): IDataObject {
	if (!Array.isArray(entry))
		return isObject(entry) ? asItemJson(entry) : fieldsFrom([['value', entry]]);
	return fieldsFrom(
		entry.map((field, index) =>
			isObject(field)
				? [nameOf(field, index), plainValue(field.value)]
				: [`field${index + 1}`, field],
		),
	);
}

/**
 * A list field (line items, seen by clients) holds rows of fields: it becomes a list of plain
 * objects.
 */
function plainValue(value: unknown): unknown {
	if (!Array.isArray(value)) return value ?? null;
	return value.map((entry) =>
		Array.isArray(entry) && entry.length > 0 && entry.every(isField) ? recordOf(entry) : entry,
	);
}

function nameOf(field: Record<string, unknown>, index: number): string {
	return textOf(field.key) || textOf(field.name) || `field${index + 1}`;
}

function isField(value: unknown): boolean {
	return isObject(value) && 'value' in value && ('key' in value || 'name' in value);
}
