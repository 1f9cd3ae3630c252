import { createHmac, timingSafeEqual } from 'crypto';

const HEX_SHA_256 = /^\s*(?:sha256=)?([0-9a-f]{64})\s*$/i;

/**
 * Whether a delivery was signed with the secret: HMAC-SHA-256 in hex over the body's bytes as they
 * came, compared in constant time. The bytes matter: a sender may write `\/` and `\uXXXX`, which
 * parsing and writing again would not give back.
 *
 * @param header with or without `sha256=`, hex in any case; two headers of one name, which arrive
 * as one text, are no signature
 * @param secret as UTF-8; with an empty one, which anybody can sign with, nothing counts as signed
 */
export function isSigned(body: Uint8Array, header: unknown, secret: string): boolean {
	const hex = typeof header === 'string' ? HEX_SHA_256.exec(header)?.[1] : undefined;
	if (hex === undefined || secret === '') return false;
	return timingSafeEqual(
		Buffer.from(hex, 'hex'),
		createHmac('sha256', secret).update(body).digest(),
	);
}
