import { ConnectionFailure, Failure, InputFailure } from '../core/errors';
import { arrayOf, isObject, type JsonObject, textOf } from '../core/json';
import { LONGEST_SILENCE_MS } from './streams';

/** Failures before the first byte of a request could leave: the service cannot have acted on it. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL']);
/** The same, but only where they come while a connection is made. */
const NEVER_SENT_WHILE_CONNECTING = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const CONNECTING = new Set<unknown>(['connect', 'getaddrinfo']);
/** Failures that the same request will meet again. */
const LASTING = new Set(['ENOTFOUND', 'ERR_INVALID_URL']);
/**
 * The certificate was not accepted, which is before anything is sent. Any other code of TLS may
 * come in the middle of a connection too.
 */
const CERTIFICATE =
	/^(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const CHECK_ADDRESS = 'Check the Base URL in the credential and that this machine can reach it.';

const CHECK_CERTIFICATE =
	'Check the Base URL in the credential, the clock of this machine, and whether a proxy with a certificate of its own stands in between.';
const CHECK_SCHEME =
	'Check the Base URL in the credential, such as whether it begins with https:// or http:// and the port; else something between n8n and the service breaks the connection.';

/** An answer that begins as JSON and does not end as such: most often it was cut off. */
export class BrokenJson extends Error {
	readonly code = 'BROKEN_JSON';
}

/** A thrown value with what it was caused by, and the errors that it gathers. */
function chainOf(error: unknown, depth = 0): JsonObject[] {
	if (!isObject(error) || depth > 5) return [];
	const { cause, errors } = error;
	return [error, ...[cause, ...arrayOf(errors)].flatMap((entry) => chainOf(entry, depth + 1))];
}

/**
 * The errno-like code of a thrown value, looked for through its causes. n8n 1 loses these, and keeps
 * the code in the place of a status.
 */
function errorCode(error: unknown): string {
	const chain = chainOf(error);
	const codes = [...chain.map(({ code }) => code), ...chain.map(({ httpCode }) => httpCode)];
	return codes.map(textOf).find((code) => code && !/^\d/.test(code)) ?? '';
}

/** n8n 1 keeps of the system's call only the words that begin with it. */
function isOfConnecting({ syscall, messages }: JsonObject): boolean {
	const words = arrayOf(messages).map((message) => textOf(message)?.split(' ')[0]);
	return [syscall, ...words].some((call) => CONNECTING.has(call));
}

/**
 * Why no answer came from `host`: an InputFailure where n8n itself refused to send, as its guard of
 * private addresses does, else a ConnectionFailure. Never the client's own error, which holds the
 * request headers.
 */
export function connectionFailure(error: unknown, host: string): ConnectionFailure | InputFailure {
	const chain = chainOf(error);
	const own = chain.find((entry) => entry instanceof Failure);
	if (own instanceof InputFailure || own instanceof ConnectionFailure) return own;
	const code = errorCode(error);
	if (code === '' && !chain.some(isRequestError)) return refusedByN8n(chain);
	const isConnecting = chain.some(isOfConnecting);
	const neverSent =
		NEVER_SENT.has(code) ||
		CERTIFICATE.test(code) ||
		(NEVER_SENT_WHILE_CONNECTING.has(code) && isConnecting);
	return new ConnectionFailure(...wordsFor(code, host), code, !neverSent);
}

/** Why an answer from `host` came to no end. */
export function interrupted(error: unknown, host: string): ConnectionFailure {
	const code = errorCode(error);
	return new ConnectionFailure(...wordsFor(code, host), code, true);
}

function wordsFor(code: string, host: string): [message: string, nextStep: string] {
	const later = 'Try again later; if it lasts, check the network between n8n and the service.';
	if (code === 'ENOTFOUND') return [`There is no host ${host}`, CHECK_ADDRESS];
	if (code === 'ECONNREFUSED') return [`${host} refused the connection`, CHECK_ADDRESS];
	if (code.startsWith('ERR_FR_'))
		return [`${host} redirects without end, or to no web address`, CHECK_ADDRESS];
	if (TIMED_OUT.has(code)) return [`${host} did not answer in time`, later];
	if (code === 'SILENT')
		return [
			`${host} sent nothing more, or hardly anything, for ${LONGEST_SILENCE_MS / 1_000} s`,
			later,
		];
	if (code === 'BROKEN_JSON') return [`The answer of ${host} is no whole JSON`, later];
	if (/^EPROTO$|^ERR_SSL_|^ERR_TLS_(?!CERT_)/.test(code))
		return [`The encrypted connection to ${host} broke off (${code})`, CHECK_SCHEME];
	if (code.startsWith('HPE_')) return [`${host} did not answer with HTTP (${code})`, CHECK_SCHEME];
	if (/^(?:Z_|ERR_ZLIB|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
		return [`The answer of ${host} could not be unpacked (${code})`, later];
	if (CERTIFICATE.test(code))
		return [`The certificate of ${host} is not accepted (${code})`, CHECK_CERTIFICATE];
	if (NEVER_SENT_WHILE_CONNECTING.has(code) || code === 'EAI_AGAIN')
		return [`${host} cannot be reached (${code})`, later];
	return [`The connection to ${host} broke off${code ? ` (${code})` : ''}`, later];
}

/** Of the HTTP client: the request was on its way. */
function isRequestError({ isAxiosError, request, config }: JsonObject): boolean {
	return isAxiosError === true || isObject(request) || isObject(config);
}

/** n8n's own words are for the user; they say what to do, too. */
function refusedByN8n(chain: readonly JsonObject[]): InputFailure {
	const cause = chain.findLast(({ message }) => textOf(message));
	return new InputFailure(
		`n8n did not send the request: ${textOf(cause?.message) ?? 'it gave no reason'}`,
		textOf(cause?.description) ?? 'Ask the administrator of this n8n.',
	);
}

export function isTimeOut({ code }: ConnectionFailure): boolean {
	return TIMED_OUT.has(code);
}

export function isPermanent(failure: ConnectionFailure): boolean {
	return LASTING.has(failure.code) || CERTIFICATE.test(failure.code);
}
