import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendFilledUp } from '../shared/filledUp.mts';
import { ApiError } from './answers.mts';
import { exportResult } from './exports/index.mts';
import { formats } from './organizations.mts';
import { callerOf, only, projectOf, recordOf, type Parts, type Query } from './parts.mts';

/**
 * `GET /processing-history/:id/result`: the result as a file; without `format` in that of the
 * template, else JSON (documented).
 */
export function exportRoute(app: FastifyInstance, parts: Parts): void {
	const path = '/processing-history/:id/result';
	app.get<{ Params: { id: string }; Querystring: Query }>(
		path,
		{ config: { route: 'export' } },
		async (request, reply) => {
			const caller = await callerOf(request, parts);
			const { settings } = caller.account;
			const project = projectOf(caller, only(request.query, 'projectId'));
			const wanted = only(request.query, 'format');
			const record = recordOf(caller, project, request.params.id, parts);
			const format = formats.find(
				(known) => known === (wanted ?? record.template?.resultFormat ?? 'json'),
			);
			if (!format)
				throw new ApiError(400, [
					`format must be one of the following values: ${formats.join(', ')}`,
				]);
			if (record.outcome !== 'completed')
				throw new ApiError(
					settings.unfinishedExportStatus,
					`The result is not available, the status is ${record.status}`,
				);
			const { type, content, suffix } = await exportResult(
				record.processingResult,
				record.fileName,
				format,
			);
			return attachment(reply, `${record.fileName.replace(/\.[^.]*$/, '')}.${suffix}`)
				.type(type)
				.send(sendFilledUp(reply, type, content, settings.downloadSize));
		},
	);
}

/** RFC 6266: a plain name for everybody, the exact one for those who understand it. */
function attachment(reply: FastifyReply, name: string): FastifyReply {
	const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
	const exact = encodeURIComponent(name).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return reply.header(
		'content-disposition',
		`attachment; filename="${plain}"${plain === name ? '' : `; filename*=UTF-8''${exact}`}`,
	);
}
