import type { JsonObject } from '../shared/json.mts';

/** An answer other than success, thrown by a route. An HTML body is given as text. */
export class ApiError extends Error {
	readonly status: number;
	readonly body: JsonObject | string | null;

	constructor(status: number, body: JsonObject | string | null) {
		super(`answer ${status}`);
		this.status = status;
		this.body = body;
	}
}

/**
 * Laravel's answer to parameters that are not valid (assumption: the body of 422 is not
 * documented).
 */
export function notValid(errors: Record<string, string>): ApiError {
	const [first = 'The given data was invalid.'] = Object.values(errors);
	const lists = Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, [text]]));
	return new ApiError(422, { message: first, errors: lists });
}

/** 404, the body an assumption. */
export function notFound(): ApiError {
	return new ApiError(404, { message: 'Document not found.' });
}

/** 403 for a document of somebody else, the body an assumption. */
export function notAllowed(): ApiError {
	return new ApiError(403, { message: 'This action is unauthorized.' });
}
