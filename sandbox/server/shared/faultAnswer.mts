import { STATUS_CODES } from 'node:http';
import { now, type Clock } from './clock.mts';
import type { Fault } from './faults.mts';
import type { JsonValue } from './json.mts';

/** An answer that a fault puts in the place of the real one; the body is text. */
export type FaultAnswer = { status: number; headers: Record<string, string>; body: string };

/** What a service says with a status, where nothing more is known. */
export type ErrorBody = (status: number) => JsonValue;

/** What is a service's own in answers to faults. */
export type ServiceManners = { body: ErrorBody; clock: Clock | undefined };

/** Laravel's bodies (assumption). */
export const errorBody: ErrorBody = (status) => ({ message: messageOf(status) });

/**
 * Makes the answer of a fault with a status; `body` is what the service says where the fault brings
 * nothing of its own, `clock` what its dates go by.
 */
export function faultAnswer(
	fault: Fault,
	status: number,
	{ body = errorBody, clock = { offset: 0 } }: Partial<ServiceManners> = {},
): FaultAnswer {
	const headers: Record<string, string> = {};
	const retryAfter = retryAfterOf(fault, now(clock));
	if (retryAfter !== undefined) headers['retry-after'] = retryAfter;
	const { type, body: text } = bodyOf(fault, () => body(status), status);
	headers['content-type'] = fault.contentType ?? type;
	return { status, headers, body: text };
}

function bodyOf(
	{ html, body }: Fault,
	own: () => JsonValue,
	status: number,
): { type: string; body: string } {
	if (html)
		return {
			type: 'text/html; charset=utf-8',
			body: html === true ? htmlPage(status) : html,
		};
	return typeof body === 'string'
		? { type: 'text/plain; charset=utf-8', body }
		: { type: 'application/json', body: JSON.stringify(body ?? own()) };
}

function retryAfterOf({ retryAfter, retryAfterFormat }: Fault, at: number): string | undefined {
	if (typeof retryAfter === 'number' && retryAfterFormat === 'date')
		return new Date(at + retryAfter * 1000).toUTCString();
	return retryAfter === undefined ? undefined : String(retryAfter);
}

function messageOf(status: number): string {
	if (status === 429) return 'Too Many Attempts.';
	return status >= 500 ? 'Server Error' : (STATUS_CODES[status] ?? 'Error');
}

/** An error page as a web server in front of the service could show it. */
export function htmlPage(status: number): string {
	const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
	return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`;
}
