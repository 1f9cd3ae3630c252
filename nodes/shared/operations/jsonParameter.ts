import { InputFailure } from '../core/errors';
import { isObject, type JsonObject, parseJson, trimmed } from '../core/json';

/**
 * A JSON object, as an object or as text; undefined when it is empty.
 * @param example of one, for the error
 */
export function jsonParameter(
	value: unknown,
	parameter: string,
	example: string,
): JsonObject | undefined {
	if (trimmed(value) === '') return undefined;
	const object = typeof value === 'string' ? parseJson(value) : value;
	if (isObject(object)) return Object.keys(object).length > 0 ? object : undefined;
	const nextStep = `Give it like ${example}, with names and texts in double quotes.`;
	if (object === undefined) throw new InputFailure(`"${parameter}" is not valid JSON`, nextStep);
	throw new InputFailure(`"${parameter}" is not a JSON object`, nextStep);
}
