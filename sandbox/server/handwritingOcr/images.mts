import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { notFound } from './answers.mts';
import { accountOf, documentOf, type Parts } from './parts.mts';

/** `GET /document/{id}/image-{n}.jpg`, singular as documented; the token is needed. */
export function imageRoute(app: FastifyInstance, parts: Parts): void {
	app.get<{ Params: { id: string; page: string } }>(
		'/document/:id/image-:page(^\\d+).jpg',
		{ config: { route: 'image' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const document = documentOf(account, request.params.id, parts);
			const path =
				document.status === 'processed'
					? await parts.images.path(document, Number(request.params.page))
					: null;
			if (path === null) throw notFound();
			return reply.type('image/jpeg').send(createReadStream(path));
		},
	);
}
