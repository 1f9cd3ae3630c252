import { isObject, type JsonObject, numberOf, objectOf, textOf } from '../../shared/core/json';
import { MultipartBody } from '../../shared/http/multipart';
import type { HandwritingOcr } from './client';

/**
 * The account without the API token that the service puts into its answer. `balance` counts page
 * credits.
 */
export type Account = JsonObject;

/**
 * `GET /users/me`, documented for v3 only; a v2 credential asks the v3 beside it, on the same host.
 */
export async function getAccount(service: HandwritingOcr): Promise<Account> {
	const answer = await service.client.request({
		route: 'account',
		method: 'GET',
		path: accountPath(service, '/users/me'),
		retry: 'always',
		answer: 'json',
		expects: {
			what: 'an account',
			isOwn: ({ body }) =>
				isObject(body) &&
				!('error' in body) &&
				[textOf(body.id), textOf(body.email), numberOf(body.balance)].some(
					(value) => value !== null,
				),
		},
	});
	return withoutToken(objectOf(answer.body), service);
}

/** Page credits left, or null when the service does not say. */
export function balanceOf(account: Account): number | null {
	return numberOf(account.balance);
}

/**
 * `POST /credits/topup`: charges the saved payment method. Never repeated.
 *
 * @param amount page credits, a multiple of 100
 */
export async function topUp(service: HandwritingOcr, amount: number): Promise<JsonObject> {
	const answer = await service.client.request({
		route: 'topUp',
		method: 'POST',
		path: accountPath(service, '/credits/topup'),
		body: () => new MultipartBody({ amount: String(amount) }),
		retry: 'never',
		answer: 'json',
	});
	return isObject(answer.body) ? withoutToken(answer.body, service) : {};
}

function accountPath({ client, dialect }: HandwritingOcr, path: string): string {
	return dialect === 'v2' ? client.service.baseUrl.replace(/v2$/, 'v3') + path : path;
}

/** Drops every `token` key at any depth, and the token itself wherever else it stands. */
function withoutToken(value: JsonObject, { client }: Pick<HandwritingOcr, 'client'>): JsonObject {
	const clean = (entry: unknown): unknown => {
		if (typeof entry === 'string') return client.withoutSecrets(entry);
		if (Array.isArray(entry)) return entry.map(clean);
		return isObject(entry) ? withoutToken(entry, { client }) : entry;
	};
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => key !== 'token')
			.map(([key, entry]) => [key, clean(entry)]),
	);
}
