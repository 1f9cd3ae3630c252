import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from '../shared/accounts.mts';
import { now } from '../shared/clock.mts';
import { bearerToken } from '../shared/guard.mts';
import { isJsonObject } from '../shared/json.mts';
import type { Caller, Organizations } from './organizations.mts';
import type { Settings } from './settings.mts';

/** Seconds that an access token is good for (assumption). */
export const accessTokenTime = 3600;

/**
 * The caller's key: `X-API-Key`, else a bearer, which is a key or an access token for one (both
 * documented).
 */
export function readKey(
	headers: IncomingHttpHeaders,
	organizations: Organizations,
): string | undefined {
	const header = headers['x-api-key'];
	if (typeof header === 'string' && header !== '') return header;
	const bearer = bearerToken(headers.authorization);
	return bearer === undefined ? undefined : (keyOfAccessToken(bearer, organizations) ?? bearer);
}

/** A JSON Web Token that stands for the caller's key on the account's clock. */
export function accessToken({ account, project }: Caller): string {
	const expires = Math.floor(now(account) / 1000) + accessTokenTime;
	const content = [
		{ alg: 'HS256', typ: 'JWT' },
		{ sub: account.id, project: project?.id ?? null, exp: expires },
	];
	const signed = content
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${signed}.${signature(signed, account)}`;
}

function keyOfAccessToken(token: string, organizations: Organizations): string | undefined {
	const [header, payload, given = ''] = token.split('.');
	const claims = parsed(payload);
	if (!isJsonObject(claims) || typeof claims.exp !== 'number') return undefined;
	for (const account of organizations.accounts.all()) {
		if (account.id !== claims.sub) continue;
		const expected = signature(`${header}.${payload}`, account);
		if (
			given.length !== expected.length ||
			!timingSafeEqual(Buffer.from(given), Buffer.from(expected))
		)
			return undefined;
		if (claims.exp * 1000 <= now(account)) return undefined;
		return (
			organizations.of(account).projects.find(({ id }) => id === claims.project)?.token ??
			account.token
		);
	}
	return undefined;
}

function signature(signed: string, { signingKey }: Account<Settings>): string {
	return createHmac('sha256', signingKey).update(signed).digest('base64url');
}

function parsed(part: string | undefined): unknown {
	try {
		return JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
	} catch {
		return undefined;
	}
}
