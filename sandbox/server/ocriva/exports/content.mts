import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.mts';

/**
 * A piece of a result, for formats that people read: a line of text, or a table with its header.
 */
export type Piece = { line: string } | { title: string; grid: string[][] };

/** A value as it is shown: texts and numbers as they are, nothing for null, JSON for the rest. */
export function cellText(value: JsonValue | undefined): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * A result as an object (the `json` format is one, as documented, also where the result is a text).
 */
export function asObject(result: JsonValue): JsonObject {
	if (isJsonObject(result)) return result;
	return typeof result === 'string' ? { text: result } : { result };
}

/**
 * Rows of objects in a result, the first that there are, as a grid under a header; else one row of
 * all single values.
 */
export function gridOf(result: JsonValue): string[][] {
	const rows = firstRows(result);
	if (rows) return rowGrid(rows);
	const pairs = [...scalars(asObject(result), '')];
	return [pairs.map(([key]) => key), pairs.map(([, value]) => value)];
}

/** A result in the order in which it stands. */
export function piecesOf(result: JsonValue): Piece[] {
	if (typeof result === 'string') return lines(result);
	const object = asObject(result);
	// Where the whole text is there, its pages would say it again.
	const entries = Object.entries(object).filter(
		([key]) => !(key === 'pages' && typeof object.text === 'string'),
	);
	return entries.flatMap(([key, value]) => piecesOfEntry(key, value ?? null));
}

function piecesOfEntry(key: string, value: JsonValue): Piece[] {
	if (isRows(value)) return [{ title: key, grid: rowGrid(value) }];
	if (Array.isArray(value) && value.every(isRows))
		return value.map((rows, index) => ({ title: `${key} ${index + 1}`, grid: rowGrid(rows) }));
	if (isJsonObject(value))
		return [...scalars(value, '')].map(([name, text]) => ({ line: `${name}: ${text}` }));
	return key === 'text' ? lines(cellText(value)) : [{ line: `${key}: ${cellText(value)}` }];
}

function lines(text: string): Piece[] {
	return text.split('\n').map((line) => ({ line }));
}

function isRows(value: JsonValue | undefined): value is JsonObject[] {
	return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}

function firstRows(value: JsonValue | undefined): JsonObject[] | undefined {
	if (isRows(value)) return value;
	if (typeof value !== 'object' || value === null) return undefined;
	for (const entry of Object.values(value)) {
		const rows = firstRows(entry);
		if (rows) return rows;
	}
	return undefined;
}

function rowGrid(rows: JsonObject[]): string[][] {
	const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return [names, ...rows.map((row) => names.map((name) => cellText(row[name])))];
}

function* scalars(object: JsonObject, prefix: string): Generator<[string, string]> {
	for (const [key, value] of Object.entries(object)) {
		if (isJsonObject(value)) yield* scalars(value, `${prefix}${key}.`);
		else yield [prefix + key, cellText(value)];
	}
}
