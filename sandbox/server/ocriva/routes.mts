import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorAnswer } from './answers.mts';
import { batchUploadRoute } from './batchUpload.mts';
import { exportRoute } from './export.mts';
import { getRoute, statsRoute } from './get.mts';
import { listRoute } from './list.mts';
import { loginRoute } from './login.mts';
import type { Parts } from './parts.mts';
import { projectsRoute } from './projects.mts';
import { createTemplateRoute, templatesRoute } from './templates.mts';
import { uploadRoute } from './upload.mts';

/** Adds the routes of the Open API. `stats` is a route of its own, never an id. */
export function routes(app: FastifyInstance, parts: Parts): void {
	void app.register(multipart);
	app.addContentTypeParser('*', (_request, payload, done) => {
		payload.resume().on('end', () => done(null, undefined));
	});
	app.setErrorHandler(answerError);
	app.setNotFoundHandler((request, reply) =>
		reply.code(404).send(errorAnswer(404, `Cannot ${request.method} ${request.url}`)),
	);

	projectsRoute(app, parts);
	uploadRoute(app, parts);
	batchUploadRoute(app, parts);
	listRoute(app, parts);
	statsRoute(app, parts);
	getRoute(app, parts);
	exportRoute(app, parts);
	templatesRoute(app, parts);
	createTemplateRoute(app, parts);
	loginRoute(app, parts);
}

function answerError(
	error: FastifyError | ApiError,
	_request: FastifyRequest,
	reply: FastifyReply,
): FastifyReply {
	if (error instanceof ApiError) {
		if (typeof error.body === 'string') void reply.type('text/html; charset=utf-8');
		return reply.code(error.status).send(error.body);
	}
	const status = error.statusCode ?? 500;
	if (status >= 500) console.error(error);
	return reply.code(status).send(errorAnswer(status, status >= 500 ? undefined : error.message));
}
