import { STATUS_CODES } from 'node:http';
import type { JsonObject } from '../shared/json.mts';

/** An answer other than success, thrown by a route. An HTML body is given as text. */
export class ApiError extends Error {
	readonly status: number;
	readonly body: JsonObject | string;

	/** @param message several are the texts of a failed validation */
	constructor(
		status: number,
		message: string | string[],
		body: JsonObject | string = errorAnswer(status, message),
	) {
		super(`answer ${status}`);
		this.status = status;
		this.body = body;
	}
}

/** The one shape of errors (documented); `message` is an array after a failed validation. */
export function errorAnswer(
	status: number,
	message: string | string[] = usualMessage(status),
): JsonObject {
	return { statusCode: status, message, error: STATUS_CODES[status] ?? 'Error' };
}

function usualMessage(status: number): string {
	if (status === 500) return 'Internal server error';
	return STATUS_CODES[status] ?? 'Error';
}

/** 401 for what the key does not reach (documented, in place of 403). */
export function outOfScope(what: string): ApiError {
	return new ApiError(401, `The API key has no access to this ${what}`);
}
