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

const ofToken = { schema: { querystring: tokenQuery } };

/** Finds the service whose account has a token. */
type Owner = (token: string | undefined) => SandboxService;

/** The control API under `/_sandbox`; the README of this server describes it. */
export function registerControl(
	app: FastifyInstance,
	services: SandboxService[],
	faults: FaultList,
	journal: Journal,
): void {
	const owner: Owner = (token) => {
		const service = services.find((candidate) => token !== undefined && candidate.owns(token));
		if (!service) throw new ControlError(404, 'no account has this token');
		return service;
	};
	app.setErrorHandler((error: RequestError, _request, reply) =>
		reply.code(statusOf(error)).send({ message: error.message }),
	);
	app.get('/health', async () => ({ ok: true, services: services.map(({ name }) => name) }));
	registerAccounts(app, services, owner);
	registerFaults(app, faults);
	registerJournal(app, journal);
	registerDocuments(app, owner);
	registerWebhooks(app, owner);
}

type RequestError = Error & { statusCode?: number; validation?: unknown };

function statusOf(error: RequestError): number {
	if (error instanceof ControlError) return error.status;
	return error.validation ? 422 : (error.statusCode ?? 500);
}

function registerAccounts(app: FastifyInstance, services: SandboxService[], owner: Owner): void {
	app.post<{ Body: AccountInput & { service?: string } }>(
		'/accounts',
		{ schema: { body: newAccountSchema } },
		async (request, reply) => {
			const { service: name = 'handwritingOcr', ...input } = request.body;
			if (services.some((candidate) => candidate.owns(input.token ?? '')))
				throw new ControlError(409, 'an account with this token exists already');
			const service = services.find((candidate) => candidate.name === name);
			if (!service) throw new ControlError(422, `there is no service "${name}"`);
			return reply.code(201).send(await service.createAccount(input));
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
}

function registerFaults(app: FastifyInstance, faults: FaultList): void {
	app.post<{ Body: FaultInput }>(
		'/faults',
		{ schema: { body: faultSchema } },
		async (request, reply) => reply.code(201).send(faults.add(request.body)),
	);
	app.delete<Query>('/faults', ofToken, async ({ query }, reply) => {
		faults.clear(query.token);
		return reply.code(204).send();
	});
}

function registerJournal(app: FastifyInstance, journal: Journal): void {
	app.get<Query>('/requests', ofToken, async ({ query }) => journal.of(query.token));
	app.delete<Query>('/requests', ofToken, async ({ query }, reply) => {
		journal.clear(query.token);
		return reply.code(204).send();
	});
}

function registerDocuments(app: FastifyInstance, owner: Owner): void {
	app.get<Query>('/documents', ofToken, async ({ query }) =>
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
}

function registerWebhooks(app: FastifyInstance, owner: Owner): void {
	app.post<{ Body: WithToken & JsonObject }>(
		'/webhooks/send',
		{ schema: { body: tokenObjectSchema } },
		({ body: { token, ...input } }) => owner(token).sendWebhook(token, input),
	);
	app.get<Query>('/webhooks', ofToken, async ({ query }) =>
		owner(query.token).deliveries(query.token ?? ''),
	);
}
