import type { IDataObject } from 'n8n-workflow';

/** A JSON object as it came over the wire: every value still has to be checked. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is an object, else an empty one. */
export function objectOf(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

/** The value when it is an array, else an empty one. */
export function arrayOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** A list, also where PHP has written one with gaps as an object; undefined for anything else. */
export function listOf(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	const keys = Object.keys(objectOf(value));
	return keys.length > 0 && keys.every((key) => /^\d+$/.test(key))
		? Object.values(objectOf(value))
		: undefined;
}

/** A list, or what stands alone where a list should be; empty for nothing. */
export function asList(value: unknown): unknown[] {
	return listOf(value) ?? (Object.keys(value ?? {}).length > 0 ? [value] : []);
}

/** The text of a string or number, else null. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : null;
}

/** The text of what should be one: the parts of a list, what an object holds, else its JSON. */
export function anyText(value: unknown, gap = '\n'): string {
	if (Array.isArray(value)) return value.map((entry) => anyText(entry, gap)).join(gap);
	if (!isObject(value)) return String(value ?? '');
	const content = value.content ?? value.text ?? value.value;
	return content === undefined ? JSON.stringify(value) : anyText(content, gap);
}

/** The text of anything, without blanks around it; empty for null and undefined. */
export function trimmed(value: unknown): string {
	return String(value ?? '').trim();
}

/** A finite number, also when it was written as a string, else null. */
export function numberOf(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The keys of an object, at any depth, as items have them: `new_balance` -> `newBalance`. */
export function camelCased(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [
			key.replace(/(?<=[a-z\d])_+([a-z\d])/gi, (_, letter: string) => letter.toUpperCase()),
			camelCasedEntry(entry),
		]),
	);
}

function camelCasedEntry(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(camelCasedEntry);
	return isObject(value) ? camelCased(value) : value;
}

/** What is nested deeper is no answer of a service, and ends whoever walks through it. */
const MOST_LEVELS = 500;

/** Such as an id of a database: whole numbers with more digits than JavaScript keeps. */
const LONG_NUMBER = /(?<!\\)("\s*:\s*)(-?\d{16,})(?=\s*[,}])/g;

/**
 * Parses JSON, also behind a byte order mark; undefined when the text is none, or nested too deep.
 * A number that would lose digits becomes text.
 */
export function parseJson(text: string): unknown {
	const json = text.startsWith('\ufeff') ? text.slice(1) : text;
	const exact = json.replace(LONG_NUMBER, (all, key, digits) =>
		Number.isSafeInteger(Number(digits)) ? all : `${key}"${digits}"`,
	);
	const value = parsed(exact) ?? parsed(json);
	return isTooDeep(value, json) ? undefined : value;
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function isTooDeep(value: unknown, text: string): boolean {
	if (text.split(/[[{]/, MOST_LEVELS + 1).length <= MOST_LEVELS) return false;
	let level = [value];
	for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++)
		level = level.flatMap((entry) => Object.values(entry ?? {})).filter(isNested);
	return level.length > 0;
}

function isNested(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}

/**
 * A JSON object as n8n types item data. Everything that `JSON.parse` gives is valid item data, so
 * the check is the object check alone.
 */
export function asItemJson(value: JsonObject): IDataObject {
	return value as IDataObject;
}
