import type { FastifyInstance } from 'fastify';
import { accountOf, type Parts } from './parts.mts';
import { isoDate } from './wire.mts';

/** `GET /users/me`. The answer holds the API token, as documented. */
export function accountRoute(app: FastifyInstance, parts: Parts): void {
	app.get('/users/me', { config: { route: 'account' } }, async (request) => {
		const { id, name, email, plan, balance, token, updatedAt } = await accountOf(request, parts);
		return {
			id,
			name,
			email,
			verified: true,
			type: plan,
			balance,
			token,
			updated_at: isoDate(updatedAt),
		};
	});
}
