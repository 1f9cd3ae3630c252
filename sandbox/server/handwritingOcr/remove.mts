import type { FastifyInstance } from 'fastify';
import { accountOf, documentOf, type Parts } from './parts.mts';

/** `DELETE /documents/{id}`; a document in process can be deleted too (not documented). */
export function deleteRoute(app: FastifyInstance, parts: Parts): void {
	app.delete<{ Params: { id: string } }>(
		'/documents/:id',
		{ config: { route: 'delete' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const document = documentOf(account, request.params.id, parts);
			parts.processing.cancel(document);
			await parts.documents.remove(document);
			return reply.code(204).send();
		},
	);
}
