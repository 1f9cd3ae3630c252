import { arrayOf, isObject, type JsonObject } from '../../../shared/core/json';
import { shownValue } from '../../../shared/core/plainText';

/** A table as it stands in a result. */
export interface FoundTable {
	/** The key that holds it; null when it has none of its own. */
	name: string | null;
	pageNumber: number;
	header: string[] | null;
	rows: string[][];
}

/** The tables that a value is or holds, at any depth; none in plain values. */
export function tablesIn(value: unknown, name: string | null, pageNumber: number): FoundTable[] {
	const table = tableOf(value, name, pageNumber);
	if (table) return [table];
	if (Array.isArray(value)) return value.flatMap((entry) => tablesIn(entry, name, pageNumber));
	return isObject(value)
		? Object.entries(value).flatMap(([key, entry]) => tablesIn(entry, key, pageNumber))
		: [];
}

/** A list of objects, a list of lists of plain values, or an object with `rows`. */
function tableOf(value: unknown, name: string | null, pageNumber: number): FoundTable | undefined {
	if (isObject(value))
		return Array.isArray(value.rows) ? withRows(value, name, pageNumber) : undefined;
	if (!Array.isArray(value) || value.length === 0) return undefined;
	if (value.every(isObject))
		return value.some(({ rows }) => Array.isArray(rows))
			? undefined
			: ofObjects(value, name, pageNumber);
	const isMatrix = value.every(
		(row) => Array.isArray(row) && !row.some((cell) => typeof cell === 'object' && cell !== null),
	);
	return isMatrix
		? { name, pageNumber, header: null, rows: value.map((row) => arrayOf(row).map(shownValue)) }
		: undefined;
}

function withRows(
	{ header, headers, columns, rows, name: own }: JsonObject,
	name: string | null,
	pageNumber: number,
): FoundTable {
	const names = [header, headers, columns].find(Array.isArray)?.map(shownValue) ?? null;
	const title = typeof own === 'string' ? own : name;
	const entries = arrayOf(rows);
	if (entries.length > 0 && entries.every(isObject)) return ofObjects(entries, title, pageNumber);
	return {
		name: title,
		pageNumber,
		header: names,
		rows: entries.map((row) => (Array.isArray(row) ? row.map(shownValue) : [shownValue(row)])),
	};
}

/** The keys are the header; a row may lack some. */
function ofObjects(objects: JsonObject[], name: string | null, pageNumber: number): FoundTable {
	const header = [...new Set(objects.flatMap(Object.keys))];
	return {
		name,
		pageNumber,
		header,
		rows: objects.map((row) => header.map((key) => shownValue(row[key]))),
	};
}
