import type { WebhookRequest } from './types.mts';

/**
 * Sends bytes as they are; an object goes out as JSON. Each request has a connection of its own:
 * n8n closes idle ones after 5 s, and one that is closing must not be used again.
 */
export async function sendRequest(
	url: string,
	{ method = 'POST', headers = {}, body, query }: WebhookRequest,
): Promise<Response> {
	const target = new URL(url);
	for (const [name, value] of Object.entries(query ?? {})) target.searchParams.set(name, value);
	const isRaw =
		body === undefined ||
		typeof body === 'string' ||
		body instanceof Uint8Array ||
		body instanceof FormData;
	return await fetch(target, {
		method,
		headers: {
			...(isRaw ? {} : { 'content-type': 'application/json' }),
			...headers,
			connection: 'close',
		},
		body: isRaw ? (body as RequestInit['body']) : JSON.stringify(body),
	});
}
