import type { FastifyRequest } from 'fastify';
import type { Account, Accounts } from '../shared/accounts.mts';
import type { ServiceContext } from '../shared/service.mts';
import { now } from '../shared/clock.mts';
import { notAllowed, notFound, ApiError } from './answers.mts';
import type { Document, Documents } from './documents.mts';
import type { PageImages } from './pages.mts';
import type { Processing } from './processing.mts';
import type { Settings } from './settings.mts';
import type { Webhooks } from './webhooks.mts';

/** What the routes work with. */
export type Parts = {
	context: ServiceContext;
	accounts: Accounts<Settings>;
	documents: Documents;
	images: PageImages;
	processing: Processing;
	webhooks: Webhooks;
};

/**
 * Where a set of routes stands: version of the API, and the path it is mounted at, such as
 * `/api/v3`.
 */
export type Mount = { version: 2 | 3; prefix: string };

/**
 * The account of a request, its outdated documents removed.
 * @throws ApiError 401 when there is no valid token
 */
export async function accountOf(request: FastifyRequest, parts: Parts): Promise<Account<Settings>> {
	const account = parts.accounts.byToken(request.exchange.token);
	if (!account) throw new ApiError(401, { message: 'Unauthenticated.' });
	await parts.documents.removeExpired(account.id, now(account));
	return account;
}

/**
 * A document of the account.
 * @throws ApiError 404 when there is none, 403 when it is somebody else's
 */
export function documentOf(account: Account<Settings>, id: string, parts: Parts): Document {
	const document = parts.documents.get(id);
	if (!document) throw notFound();
	if (document.accountId !== account.id) throw notAllowed();
	return document;
}

/** Address of the API as the client sees it, such as `http://127.0.0.1:4810/v3`. */
export function apiRoot(request: FastifyRequest, { prefix }: Mount): string {
	return `${request.protocol}://${request.host}${prefix}`;
}
