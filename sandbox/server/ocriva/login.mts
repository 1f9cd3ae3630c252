import type { FastifyInstance } from 'fastify';
import { isJsonObject } from '../shared/json.mts';
import { ApiError } from './answers.mts';
import type { Parts } from './parts.mts';
import { accessToken, accessTokenTime } from './tokens.mts';
import { tokenInfo } from './wire.mts';

/**
 * `POST /auth/login` `{token}`: an access token for a key (legacy, documented). The request itself
 * has no key.
 */
export function loginRoute(app: FastifyInstance, { organizations }: Parts): void {
	app.post('/auth/login', { config: { route: 'login' } }, async (request) => {
		const token = isJsonObject(request.body) ? request.body.token : undefined;
		if (typeof token !== 'string' || token === '')
			throw new ApiError(400, ['token should not be empty']);
		const caller = organizations.caller(token);
		if (!caller || caller.account.settings.keys === 'expired')
			throw new ApiError(401, 'Invalid API key');
		return {
			accessToken: accessToken(caller),
			expiresIn: accessTokenTime,
			tokenInfo: tokenInfo(caller.account, caller.organization, caller.project),
		};
	});
}
