import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, bodyOf } from '../answers.mts';
import type { Parts } from '../parts.mts';
import { documentRoutes } from './documents.mts';
import { imageRoutes } from './images.mts';
import { pdfRoutes } from './pdfs.mts';
import { processRoute, resultRoute } from './process.mts';
import { resultRoutes } from './results.mts';
import { usageRoutes } from './usage.mts';
import { workflowRoutes } from './workflows.mts';

/** Adds all routes. */
export function routes(app: FastifyInstance, parts: Parts): void {
	void app.register(multipart);
	app.addContentTypeParser('*', (_request, payload, done) => {
		payload.resume().on('end', () => done(null, undefined));
	});
	const answer = (
		error: FastifyError | ApiError,
		request: FastifyRequest,
		reply: FastifyReply,
	): FastifyReply => answerError(error, request, reply, parts);
	app.setErrorHandler(answer);
	app.setNotFoundHandler((request, reply) => {
		const known = parts.accounts.byToken(request.exchange.token) !== undefined;
		return answer(
			known ? new ApiError(404, 'Not Found') : new ApiError(401, 'Could not validate credentials'),
			request,
			reply,
		);
	});

	workflowRoutes(app, parts);
	usageRoutes(app, parts);
	processRoute(app, parts);
	resultRoute(app, parts);
	resultRoutes(app, parts);
	imageRoutes(app, parts);
	pdfRoutes(app, parts);
	documentRoutes(app, parts);
}

function answerError(
	error: FastifyError | ApiError,
	request: FastifyRequest,
	reply: FastifyReply,
	{ accounts }: Parts,
): FastifyReply {
	if (error instanceof ApiError) {
		const body = bodyOf(error, accounts.byToken(request.exchange.token)?.settings.errorBody);
		if (typeof body === 'string')
			return reply.code(error.status).type('text/plain; charset=utf-8').send(body);
		return reply.code(error.status).send(body);
	}
	const status = error.statusCode ?? 500;
	if (status >= 500) console.error(error);
	return reply
		.code(status)
		.send({ detail: status >= 500 ? 'Internal Server Error' : error.message });
}
