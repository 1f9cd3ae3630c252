import type { JsonObject, JsonValue } from '../shared/json.mts';
import type { Settings } from './settings.mts';

/** What a page came to: `transcript`, or `tables` and `key_value_pairs`, or `extractions`. */
export type PageResult = JsonObject & { page_number: number };

/** A table as a grid; the header row, if there is one, is among the rows. */
export type Grid = { rows: string[][]; hasHeaderRow: boolean; headerContent: string[] | null };

/**
 * A table as the API writes it: documented camelCase keys, rows as arrays of texts (assumption:
 * their shape is undocumented); or with no rows, as in the documented example; or with rows of
 * cells under snake_case keys, as a client has seen it.
 */
export function tableOnWire(
	grid: Grid,
	tableNumber: number,
	rowShape: Settings['tableRows'],
): JsonObject {
	const columnCount = Math.max(0, ...grid.rows.map((row) => row.length));
	if (rowShape === 'cells') {
		return {
			table_number: tableNumber,
			row_count: grid.rows.length,
			column_count: columnCount,
			has_header_row: grid.hasHeaderRow,
			rows: grid.rows.map((row, rowIndex) => ({
				row_index: rowIndex,
				cells: row.map((content, columnIndex) => ({ column_index: columnIndex, content })),
			})),
		};
	}
	return {
		rows: rowShape === 'empty' ? [] : grid.rows,
		rowCount: grid.rows.length,
		columnCount,
		tableNumber,
		hasHeaderRow: grid.hasHeaderRow,
		headerContent: grid.headerContent,
	};
}

/** A field of an extracted record. Only `type: "string"` is documented. */
export function extractedField(name: string, value: JsonValue): JsonObject {
	const key = name
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '_')
		.replace(/^_|_$/g, '');
	return { key, name, type: 'string', array: false, value };
}
