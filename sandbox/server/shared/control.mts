import type { FastifyInstance } from 'fastify';
import type { AccountInput } from './accounts.mts';
import { ControlError } from './controlError.mts';
import {
	accountUpdateSchema,
	clockSchema,
	newAccountSchema,
	seedSchema,
	tokenObjectSchema,
	tokenQuery,
} from './controlSchemas.mts';
import { faultSchema, type FaultInput, type FaultList } from './faults.mts';
import type { Journal } from './journal.mts';
import type { JsonObject } from './json.mts';
import type { SandboxService } from './service.mts';

type WithToken = { token: string };
type Query = { Querystring: { token?: string } };

/** The control API under `/_sandbox`; the README of this server describes it. */
export function registerControl(
	app: FastifyInstance,
	services: SandboxService[],
	faults: FaultList,
	journal: Journal,
): void {
	const named = (name = 'handwritingOcr'): SandboxService => {
		const service = services.find((candidate) => candidate.name === name);
		if (!service) throw new ControlError(422, `there is no service "${name}"`);
		return service;
	};
	const owner = (token: string | undefined): SandboxService => {
		const service = services.find((candidate) => token !== undefined && candidate.owns(token));
		if (!service) throw new ControlError(404, 'no account has this token');
		return service;
	};

	app.setErrorHandler(
		(error: Error & { statusCode?: number; validation?: unknown }, _request, reply) => {
			const status =
				error instanceof ControlError
					? error.status
					: error.validation
						? 422
						: (error.statusCode ?? 500);
			return reply.code(status).send({ message: error.message });
		},
	);

	app.get('/health', async () => ({ ok: true, services: services.map(({ name }) => name) }));

	app.post<{ Body: AccountInput & { service?: string } }>(
		'/accounts',
		{ schema: { body: newAccountSchema } },
		async (request, reply) => {
			const { service, ...input } = request.body;
			if (
				input.token !== undefined &&
				services.some((candidate) => candidate.owns(input.token ?? ''))
			) {
				throw new ControlError(409, 'an account with this token exists already');
			}
			return reply.code(201).send(await named(service).createAccount(input));
		},
	);
	app.post<{ Body: AccountInput & WithToken }>(
		'/accounts/update',
		{ schema: { body: accountUpdateSchema } },
		({ body }) => owner(body.token).updateAccount(body.token, body),
	);
	app.post<{ Body: WithToken & { advance: number } }>(
		'/clock',
		{ schema: { body: clockSchema } },
		({ body }) => owner(body.token).advanceClock(body.token, body.advance),
	);

	app.post<{ Body: FaultInput }>(
		'/faults',
		{ schema: { body: faultSchema } },
		async (request, reply) => reply.code(201).send(faults.add(request.body)),
	);
	app.delete<Query>(
		'/faults',
		{ schema: { querystring: tokenQuery } },
		async ({ query }, reply) => {
			faults.clear(query.token);
			return reply.code(204).send();
		},
	);

	app.get<Query>('/requests', { schema: { querystring: tokenQuery } }, async ({ query }) =>
		journal.of(query.token),
	);
	app.delete<Query>(
		'/requests',
		{ schema: { querystring: tokenQuery } },
		async ({ query }, reply) => {
			journal.clear(query.token);
			return reply.code(204).send();
		},
	);

	app.get<Query>('/documents', { schema: { querystring: tokenQuery } }, async ({ query }) =>
		owner(query.token).documents(query.token ?? ''),
	);
	app.post<{ Body: WithToken & { documents: JsonObject[] } }>(
		'/documents',
		{ schema: { body: seedSchema } },
		async ({ body }, reply) =>
			reply.code(201).send(await owner(body.token).seed(body.token, body.documents)),
	);
	app.post<{ Body: WithToken & JsonObject }>(
		'/documents/finish',
		{ schema: { body: tokenObjectSchema } },
		({ body: { token, ...input } }) => owner(token).finish(token, input),
	);

	app.post<{ Body: WithToken & JsonObject }>(
		'/webhooks/send',
		{ schema: { body: tokenObjectSchema } },
		({ body: { token, ...input } }) => owner(token).sendWebhook(token, input),
	);
	app.get<Query>('/webhooks', { schema: { querystring: tokenQuery } }, async ({ query }) =>
		owner(query.token).deliveries(query.token ?? ''),
	);
}
