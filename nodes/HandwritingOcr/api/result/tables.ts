import { anyText, arrayOf, isObject, listOf, numberOf, objectOf } from '../../../shared/core/json';
import type { DocumentTable } from '../../../shared/core/documentResult';

/** A column index beyond this is none: a row is filled up to its last column. */
const MOST_COLUMNS = 1_000;

/**
 * The tables of a page in the simple shape. How a row and a cell look is not documented, so every
 * shape that was seen is read: rows as lists of texts, as objects with `cells`, and as plain
 * objects; keys in camelCase and in snake_case; no rows at all.
 */
export function tablesOf(value: unknown, pageNumber: number): DocumentTable[] {
	const tables = isObject(value) && 'rows' in value ? [value] : (listOf(value) ?? []);
	return tables.map((entry, index) => {
		const table = objectOf(entry);
		const lines = arrayOf(table.rows);
		const content = table.headerContent ?? table.header_content ?? null;
		const { rows, names } = readRows(lines, content);
		const isFirstRow =
			(table.hasHeaderRow ?? table.has_header_row) === true && names === null && rows.length > 0;
		const header = readHeader(content, lines) ?? names ?? (isFirstRow ? (rows[0] ?? null) : null);
		const repeated = isFirstRow && sameCells(header, rows[0]);
		return {
			pageNumber,
			tableNumber: numberOf(table.tableNumber ?? table.table_number) ?? index + 1,
			header,
			rows: repeated ? rows.slice(1) : rows,
		};
	});
}

/** `names` are the keys of rows that are plain objects. */
function readRows(rows: unknown[], header: unknown): { rows: string[][]; names: string[] | null } {
	if (rows.length > 0 && rows.every((row) => isObject(row) && !Array.isArray(row.cells))) {
		const names = [...new Set(rows.flatMap((row) => Object.keys(objectOf(row))))];
		return {
			rows: rows.map((row) => names.map((name) => anyText(objectOf(row)[name], ' '))),
			names,
		};
	}
	const first = firstColumn([...rows, header]);
	return { rows: rows.map((row) => placed(cellsOf(row), first)), names: null };
}

function readHeader(content: unknown, rows: unknown[]): string[] | null {
	const cells = content === null ? [] : placed(cellsOf(content), firstColumn([...rows, content]));
	return cells.length > 0 ? cells : null;
}

function cellsOf(row: unknown): unknown[] {
	if (Array.isArray(row)) return row;
	if (!isObject(row)) return [row];
	return Array.isArray(row.cells) ? row.cells : Object.values(row);
}

/**
 * Whether columns count from 0 or from 1 shows in the whole table only: a row may lack its first
 * cell.
 */
function firstColumn(rows: unknown[]): number {
	return rows.every((row) => cellsOf(row).every((cell) => columnOf(cell) !== 0)) ? 1 : 0;
}

/** Cells with a column index stand where it says; the others one after the other. */
function placed(cells: unknown[], first: number): string[] {
	const row: string[] = [];
	for (const cell of cells) {
		const index = columnOf(cell);
		const column = index === null ? row.length : index - first;
		row[column] = row[column] ? `${row[column]} ${anyText(cell, ' ')}` : anyText(cell, ' ');
	}
	return Array.from(row, (text) => text ?? '');
}

function columnOf(cell: unknown): number | null {
	const index = isObject(cell) ? numberOf(cell.column_index ?? cell.columnIndex) : null;
	return index !== null && Number.isInteger(index) && index >= 0 && index < MOST_COLUMNS
		? index
		: null;
}

function sameCells(left: readonly string[] | null, right: readonly string[] | undefined): boolean {
	return (
		left !== null &&
		right !== undefined &&
		left.length === right.length &&
		left.every((cell, index) => cell === right[index])
	);
}
