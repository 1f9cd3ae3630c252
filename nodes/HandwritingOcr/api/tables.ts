import { arrayOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import type { DocumentTable } from '../../shared/result';

/**
 * The tables of a page in the simple shape. How a row and a cell look is not documented, so every shape that was seen is read:
 * rows as lists of texts, as objects with `cells`, and as plain objects; keys in camelCase and in snake_case; no rows at all.
 */
export function tablesOf(value: unknown, pageNumber: number): DocumentTable[] {
	return arrayOf(value).map((entry, index) => {
		const table = objectOf(entry);
		const rows = arrayOf(table.rows).map(readRow);
		const content = table.headerContent ?? table.header_content;
		const named = content === null || content === undefined ? null : readHeader(content);
		const isFirstRow = (table.hasHeaderRow ?? table.has_header_row) === true && rows.length > 0;
		const header = named ?? (isFirstRow ? (rows[0] ?? null) : null);
		const repeated = isFirstRow && sameCells(header, rows[0]);
		return { pageNumber, tableNumber: numberOf(table.tableNumber ?? table.table_number) ?? index + 1, header, rows: repeated ? rows.slice(1) : rows };
	});
}

function readHeader(content: unknown): string[] | null {
	const cells = Array.isArray(content) || isObject(content) ? readRow(content) : [cellText(content)];
	return cells.length > 0 ? cells : null;
}

function readRow(row: unknown): string[] {
	if (Array.isArray(row)) return placed(row);
	if (!isObject(row)) return [cellText(row)];
	return Array.isArray(row.cells) ? placed(row.cells) : Object.values(row).map(cellText);
}

/** Cells with a column index stand where it says; the others one after the other. */
function placed(cells: unknown[]): string[] {
	const indexes = cells.map((cell) => (isObject(cell) ? numberOf(cell.column_index ?? cell.columnIndex) : null));
	const first = indexes.includes(0) ? 0 : Math.min(1, ...indexes.filter((index) => index !== null));
	const row: string[] = [];
	cells.forEach((cell, position) => {
		const index = indexes[position];
		const column = index === null || index === undefined || index < 0 ? row.length : index - first;
		row[column] = row[column] ? `${row[column]} ${cellText(cell)}` : cellText(cell);
	});
	return Array.from(row, (text) => text ?? '');
}

function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return '';
	if (!isObject(cell)) return Array.isArray(cell) ? cell.map(cellText).join(' ') : String(cell);
	const content = cell.content ?? cell.text ?? cell.value;
	return content === undefined ? JSON.stringify(cell) : (textOf(content) ?? cellText(content));
}

function sameCells(left: readonly string[] | null, right: readonly string[] | undefined): boolean {
	return left !== null && right !== undefined && left.length === right.length && left.every((cell, index) => cell === right[index]);
}
