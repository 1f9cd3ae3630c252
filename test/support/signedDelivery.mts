import type { WebhookRequest } from '../engine/harness/types.mts';

/**
 * Makes deliveries as a service sends them: JSON bytes and, with a secret, their signature in a
 * header.
 */
export function deliveriesWith(
	header: string,
	sign: (body: string | Uint8Array, secret: string) => string,
): (body: object | string | Uint8Array, secret?: string) => WebhookRequest {
	return (body, secret) => {
		const bytes =
			typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
		const headers = {
			'content-type': 'application/json',
			...(secret !== undefined && { [header]: sign(bytes, secret) }),
		};
		return { headers, body: bytes };
	};
}
