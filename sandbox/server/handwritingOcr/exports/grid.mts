import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.mts';
import { cellText, objectsOf, pagesOf } from './pages.mts';

/** Cell texts of a table, in whichever of the known shapes its rows are. */
export function tableGrid(table: JsonObject): string[][] {
	const rows = Array.isArray(table.rows) ? table.rows : [];
	return rows.map(cellsOf);
}

function cellsOf(row: JsonValue): string[] {
	if (Array.isArray(row)) return row.map(cellText);
	if (!isJsonObject(row)) return [cellText(row)];
	const cells: string[] = [];
	for (const cell of objectsOf(row.cells))
		cells[Number(cell.column_index ?? cells.length)] = cellText(cell.content);
	return Array.from(cells, (text) => text ?? '');
}

/** The records of an extractor's document: a header row of field names, then a row a record. */
export function recordGrid(document: JsonObject): string[][] {
	const records = pagesOf(document).flatMap((page) =>
		(Array.isArray(page.extractions) ? page.extractions : []).map((fields) => ({
			page: page.page_number,
			fields: objectsOf(fields),
		})),
	);
	const names: string[] = [];
	const rows = records.map(({ page, fields }) => {
		const row: JsonValue[] = [];
		for (const [column, value] of numbered(fields)) {
			if (!names.includes(column)) names.push(column);
			row[names.indexOf(column)] = value ?? null;
		}
		return [cellText(page), ...Array.from(row, cellText)];
	});
	return [
		['Page', ...names],
		...rows.map((row) => [...row, ...Array<string>(names.length + 1 - row.length).fill('')]),
	];
}

/** Fields by column name; a name that is repeated within a record gets a number. */
function numbered(fields: JsonObject[]): Map<string, JsonValue | undefined> {
	const columns = new Map<string, JsonValue | undefined>();
	for (const field of fields) {
		const name = cellText(field.name ?? field.key);
		let column = name;
		for (let number = 2; columns.has(column); number += 1) column = `${name} ${number}`;
		columns.set(column, field.value);
	}
	return columns;
}
