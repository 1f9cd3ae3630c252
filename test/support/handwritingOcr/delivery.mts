import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '../../engine/harness/types.mts';

/** The webhook secret of the accounts in these tests. */
export const SECRET = 'secret-of-the-account-1f7a';

/** `X-Signature` as the service writes it. */
export function sign(body: string | Uint8Array, secret = SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** A delivery as the service sends it: JSON bytes and, with a secret, their signature. */
export function delivery(body: object | string | Uint8Array, secret?: string): WebhookRequest {
	const bytes =
		typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
	const headers = {
		'content-type': 'application/json',
		...(secret !== undefined && { 'x-signature': sign(bytes, secret) }),
	};
	return { headers, body: bytes };
}

/**
 * A body that the service could have sent about a real document, with the service's way of writing
 * JSON.
 */
export function realBody(id: string, more = ''): string {
	return String.raw`{"id":"${id}","file_name":"caf\u00e9.pdf","action":"transcribe","page_count":1,"status":"processed","results":[{"page_number":1,"transcript":"forged a\/b"}]${more}}`;
}
