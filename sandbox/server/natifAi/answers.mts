import { STATUS_CODES } from 'node:http';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import type { Settings } from './settings.mts';

/**
 * What is wrong with one part of a request; the three keys of each entry of `detail` (seen in the
 * service's own description).
 */
export type Problem = { loc: Array<string | number>; msg: string; type: string };

/** An answer other than success, thrown by a route. */
export class ApiError extends Error {
	readonly status: number;
	/** A list only with 422. */
	readonly detail: string | Problem[];

	constructor(status: number, detail: string | Problem[]) {
		super(`answer ${status}`);
		this.status = status;
		this.detail = detail;
	}
}

/** 422 */
export function notValid(problems: Problem[]): ApiError {
	return new ApiError(422, problems);
}

/** 404, also for result data that is gone. */
export function notFound(what = 'Processing'): ApiError {
	return new ApiError(404, `${what} not found`);
}

/** The body of an error; a text is not JSON. All but 422 are assumptions. */
export function bodyOf(
	{ status, detail }: ApiError,
	shape: Settings['errorBody'] = 'detail',
): JsonObject | string {
	if (typeof detail !== 'string') return { detail: detail.map((problem) => ({ ...problem })) };
	if (shape === 'text') return detail;
	if (shape === 'message') return { message: detail };
	return {
		detail: shape === 'list' ? [{ loc: [], msg: detail, type: `error.${status}` }] : detail,
	};
}

/** What is said with a status where nothing more is known. */
export function errorBody(status: number): JsonValue {
	return {
		detail:
			status === 429
				? 'Rate limit exceeded. Please try again later.'
				: (STATUS_CODES[status] ?? 'Error'),
	};
}
