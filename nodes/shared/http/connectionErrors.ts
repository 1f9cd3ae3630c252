import { ConnectionFailure } from '../core/errors';
import { isObject } from '../core/json';

/** Failures before the first byte of a request could leave: the service cannot have acted on it. */
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'ERR_INVALID_URL',
]);
/** Failures that the same request will meet again. */
const LASTING = new Set(['ENOTFOUND', 'ERR_INVALID_URL']);
const CERTIFICATE = /CERT|SSL|TLS|SIGNATURE/;

/** The errno-like code of a thrown value, looked for through its causes. */
export function errorCode(error: unknown): string {
	for (let at: unknown = error, depth = 0; isObject(at) && depth < 5; at = at.cause, depth++) {
		if (typeof at.code === 'string') return at.code;
	}
	return '';
}

/**
 * Describes why no answer came from `host`, without the client's own error, which holds the request
 * headers.
 */
export function connectionFailure(error: unknown, host: string): ConnectionFailure {
	const code = errorCode(error);
	const timedOut = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
	const message = timedOut
		? `${host} did not answer in time`
		: code === 'ECONNREFUSED'
			? `${host} refused the connection`
			: `The connection to ${host} broke off${code ? ` (${code})` : ''}`;
	const neverSent = NEVER_SENT.has(code) || CERTIFICATE.test(code);
	const nextStep =
		code === 'ENOTFOUND' || CERTIFICATE.test(code) || code === 'ECONNREFUSED'
			? 'Check the Base URL in the credential and that this machine can reach it.'
			: 'Try again later; if it lasts, check the network between n8n and the service.';
	return new ConnectionFailure(
		code === 'ENOTFOUND' ? `There is no host ${host}` : message,
		nextStep,
		code,
		!neverSent,
	);
}

export function isPermanent(failure: ConnectionFailure): boolean {
	return LASTING.has(failure.code) || CERTIFICATE.test(failure.code);
}
