import { createHmac, timingSafeEqual } from 'crypto';

/** Seen by two receivers of the service; not documented. */
export const SIGNATURE_HEADER = 'x-signature';

/**
 * Whether a delivery was signed with the secret: HMAC-SHA-256 in hex over the body's bytes as they came, compared in constant time.
 * The bytes matter: the service writes `\/` and `\uXXXX`, which parsing and writing again would not give back.
 *
 * @param header with or without `sha256=`, hex in any case
 */
export function isSigned(body: Uint8Array, header: unknown, secret: string): boolean {
	const hex = /^\s*(?:sha256=)?([0-9a-f]{64})\s*$/i.exec(typeof header === 'string' ? header : '')?.[1];
	const expected = createHmac('sha256', secret).update(body).digest();
	return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), expected);
}
