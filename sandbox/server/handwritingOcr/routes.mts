import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accountRoute } from './account.mts';
import { ApiError } from './answers.mts';
import { downloadRoute, getRoute } from './get.mts';
import { imageRoute } from './images.mts';
import { listRoute } from './list.mts';
import type { Mount, Parts } from './parts.mts';
import { deleteRoute } from './remove.mts';
import { topUpRoute } from './topUp.mts';
import { uploadRoute } from './upload.mts';

/** Where the API is served: both paths of both versions. */
export const mounts: readonly Mount[] = [
	{ version: 3, prefix: '/v3' },
	{ version: 3, prefix: '/api/v3' },
	{ version: 2, prefix: '/v2' },
	{ version: 2, prefix: '/api/v2' },
];

/** Adds the routes of one version at one path. v2 knows neither `users/me` nor `credits/topup`. */
export function routes(app: FastifyInstance, parts: Parts, mount: Mount): void {
	void app.register(multipart);
	app.addContentTypeParser('*', (_request, payload, done) => {
		payload.resume().on('end', () => done(null, undefined));
	});
	app.setErrorHandler(answerError);
	app.setNotFoundHandler((request, reply) =>
		reply.code(404).send({ message: `The route ${request.url.slice(1)} could not be found.` }),
	);

	uploadRoute(app, parts, mount);
	listRoute(app, parts, mount);
	getRoute(app, parts, mount);
	downloadRoute(app, parts, mount);
	deleteRoute(app, parts);
	imageRoute(app, parts);
	if (mount.version === 3) {
		accountRoute(app, parts);
		topUpRoute(app, parts);
	}
}

function answerError(
	error: FastifyError | ApiError,
	request: FastifyRequest,
	reply: FastifyReply,
): FastifyReply {
	if (!(error instanceof ApiError)) {
		const status = error.statusCode ?? 500;
		if (status >= 500) console.error(error);
		return reply.code(status).send({ message: status >= 500 ? 'Server Error' : error.message });
	}
	if (error.status === 401) return answerUnauthenticated(error, request, reply);
	if (typeof error.body === 'string')
		return reply.code(error.status).type('text/html; charset=utf-8').send(error.body);
	return error.body === null
		? reply.code(error.status).send()
		: reply.code(error.status).send(error.body);
}

/**
 * 401; 403 on top-up (documented); to a caller that does not ask for JSON a redirect to the login
 * page (assumption: Laravel).
 */
function answerUnauthenticated(
	{ body }: ApiError,
	request: FastifyRequest,
	reply: FastifyReply,
): FastifyReply {
	const { route } = request.routeOptions.config;
	const wantsJson = /[/+]json/.test(request.headers.accept ?? '');
	if (!wantsJson && route !== 'image') return reply.redirect('/login', 302);
	return reply.code(route === 'topUp' ? 403 : 401).send(body);
}
