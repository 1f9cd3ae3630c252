import type { WebhookRequest } from './types.mts';

/** Sends bytes as they are; an object goes out as JSON. */
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
		headers: isRaw ? headers : { 'content-type': 'application/json', ...headers },
		body: isRaw ? (body as RequestInit['body']) : JSON.stringify(body),
		signal: AbortSignal.timeout(60_000),
	});
}
