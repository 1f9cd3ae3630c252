import type { FastifyInstance } from 'fastify';
import { sendFilledUp } from '../shared/filledUp.mts';
import { ApiError } from './answers.mts';
import { formatsOf, isFinal, type Document } from './documents.mts';
import { exportDocument } from './exports/index.mts';
import { accountOf, apiRoot, documentOf, type Mount, type Parts } from './parts.mts';
import type { Settings } from './settings.mts';
import { detail, detailV2 } from './wire.mts';

/**
 * `GET /documents/{id}`: status and results. A `format` in the query is ignored: only the extension
 * counts.
 */
export function getRoute(app: FastifyInstance, parts: Parts, mount: Mount): void {
	app.get<{ Params: { id: string } }>(
		'/documents/:id',
		{ config: { route: 'get' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const document = documentOf(account, request.params.id, parts);
			if (!isFinal(document.status) && account.settings.pendingStatus === 202)
				return reply.code(202).send();
			return mount.version === 2
				? detailV2(document)
				: detail(document, account, apiRoot(request, mount));
		},
	);
}

/** `GET /documents/{id}.{format}`: the result as a file. */
export function downloadRoute(app: FastifyInstance, parts: Parts, mount: Mount): void {
	app.get<{ Params: { id: string; format: string } }>(
		'/documents/:id.:format',
		{ config: { route: 'download' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const { id, format } = request.params;
			const document = documentOf(account, id, parts);
			if (!formatsOf[document.action].includes(format)) {
				throw new ApiError(400, {
					error: `The format ${format} is not available for the action ${document.action}.`,
				});
			}
			if (document.status !== 'processed') throw unfinished(document, account.settings);
			const json = detail(document, account, apiRoot(request, mount));
			const file = await exportDocument(json, document.action, format);
			reply.type(file.type).header('content-disposition', `attachment; filename="${id}.${format}"`);
			return reply.send(
				sendFilledUp(reply, file.type, file.content, account.settings.downloadSize),
			);
		},
	);
}

function unfinished({ status }: Document, { failedDownloadStatus }: Settings): ApiError {
	if (!isFinal(status) || failedDownloadStatus === 202) return new ApiError(202, null);
	return new ApiError(failedDownloadStatus, { message: 'The document could not be processed.' });
}
