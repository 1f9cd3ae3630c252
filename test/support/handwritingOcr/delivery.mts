import { createHmac } from 'node:crypto';
import { deliveriesWith } from '../signedDelivery.mts';

/** The webhook secret of the accounts in these tests. */
export const SECRET = 'secret-of-the-account-1f7a';

/** `X-Signature` as the service writes it. */
export function sign(body: string | Uint8Array, secret = SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** A delivery as the service sends it. */
export const delivery = deliveriesWith('x-signature', sign);

/**
 * A body that the service could have sent about a real document, with the service's way of writing
 * JSON.
 */
export function realBody(id: string, more = ''): string {
	return String.raw`{"id":"${id}","file_name":"caf\u00e9.pdf","action":"transcribe","page_count":1,"status":"processed","results":[{"page_number":1,"transcript":"forged a\/b"}]${more}}`;
}
