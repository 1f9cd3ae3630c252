import { arrayOf, isObject, objectOf, textOf } from '../core/json';

const LONGEST = 500;

/**
 * The service's own words out of an error body of unknown shape: `message` and its other names
 * (text or list), `error` (text, or object of the same kind), `errors` (object of lists, or list),
 * `detail` (text, or list of `{ loc, msg }`), else the beginning of a plain text. HTML and broken
 * JSON say nothing to a user and give null.
 */
export function apiText(body: unknown): string | null {
	const text = isObject(body) ? objectText(body) : (filled(listOf(body)) ?? plainText(body));
	return text === null ? null : clip(text.trim());
}

/** The same words, or null when they say no more than that something is missing. */
export function moreThanMissing(text: string | null): string | null {
	return text !== null && /^[\w ]{0,40}not found\W*$/i.test(text) ? null : text;
}

/** What servers say of a request, and nothing of a document. */
const OF_SERVERS =
	/^(?:success|ok|message|msg|errors?|error_?(?:code|message|description)|status_?(?:code|text)?|code|details?|title|type|reason|version|timestamp|path|instance|(?:request|trace)_?id)$/i;

/** Documents have titles, types and codes too. */
const OF_REFUSALS =
	/^(?:success|ok|message|msg|errors?|error_?\w+|status_?code|details?|(?:request|trace)_?id)$/i;

const STATES = /^(?:ok|up|healthy|success|error|fail\w*)$/i;

/** Whether JSON says nothing but how a request went, as refusals do that come under 200. */
export function isRefusal(body: unknown): boolean {
	const entries = Object.entries(objectOf(body));
	const tells = ([key, value]: [string, unknown]) =>
		OF_REFUSALS.test(key) || (/^status$/i.test(key) && STATES.test(String(value)));
	return entries.some(tells) && entries.every(([key]) => OF_SERVERS.test(key));
}

const MESSAGES = ['message', 'Message', 'msg', 'errorMessage', 'error_description'];
const CODES = ['code', 'error_code', 'title', 'reason'];

function objectText(body: Record<string, unknown>): string | null {
	const error = isObject(body.error) ? objectText(body.error) : filled(textOf(body.error));
	const said = MESSAGES.map((key) => messageText(body[key])).find((text) => text !== null);
	const head = said ?? error;
	const list = listText(body.errors).filter((entry) => !head?.includes(entry));
	const parts = [head, list.length > 0 ? list.join('; ') : null].filter((part) => part !== null);
	return parts.length > 0
		? parts.join(': ').replace('.: ', ': ')
		: (detailText(body.detail) ??
				CODES.map((key) => filled(textOf(body[key]))).find((text) => text !== null) ??
				null);
}

/** After a failed validation NestJS gives a list of texts. */
function messageText(message: unknown): string | null {
	return filled(Array.isArray(message) ? listOf(message) : textOf(message));
}

/** Entries of a list say where (`loc`, a path) and what (`msg`), as FastAPI has it. */
function detailText(detail: unknown): string | null {
	if (!Array.isArray(detail)) return filled(textOf(detail));
	const entries = detail.map((entry) => {
		const { loc, msg } = objectOf(entry);
		const place = arrayOf(loc).map(textOf).filter(Boolean).join('.');
		return [place, textOf(msg) ?? textOf(entry)].filter(Boolean).join(': ');
	});
	return filled(entries.filter(Boolean).join('; '));
}

function listText(errors: unknown): string[] {
	if (typeof errors === 'string') return [errors];
	if (Array.isArray(errors))
		return errors.flatMap((entry) => (isObject(entry) ? (apiText(entry) ?? []) : listText(entry)));
	return isObject(errors) ? Object.values(errors).flatMap(listText) : [];
}

function listOf(body: unknown): string {
	return listText(arrayOf(body)).join('; ');
}

function plainText(body: unknown): string | null {
	return typeof body !== 'string' || /^\s*[{[]/.test(body) ? null : filled(body);
}

/** A page inside JSON says nothing to a user either. */
function filled(text: string | null): string | null {
	return text === null || /^\s*(?:<|$)/.test(text) ? null : text;
}

function clip(text: string): string {
	return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
