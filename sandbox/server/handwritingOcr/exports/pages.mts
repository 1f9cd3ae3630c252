import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.mts';

/**
 * The pages of a document's results; whatever else stands there (seeded documents can hold
 * anything) is left out.
 */
export function pagesOf(document: JsonObject): JsonObject[] {
	return objectsOf(document.results);
}

/** The objects in an array; none when it is not an array. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/**
 * A value as it is shown in a cell: texts and numbers as they are, nothing for null, JSON for the
 * rest.
 */
export function cellText(value: JsonValue | undefined): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
