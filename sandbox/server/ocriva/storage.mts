import { createReadStream, existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { errorAnswer } from './answers.mts';
import type { Parts } from './parts.mts';

/**
 * The stored files, to anybody who has the address, as the storage of another host would serve them
 * (assumption).
 */
export function storageRoutes(app: FastifyInstance, { organizations, records }: Parts): void {
	for (const root of ['/storage', '/storage/public']) {
		app.get<{ Params: { organizationId: string; uploadId: string } }>(
			`${root}/:organizationId/:uploadId/*`,
			async (request, reply) => {
				const { organizationId, uploadId } = request.params;
				for (const account of organizations.accounts.all()) {
					if (organizations.of(account).id !== organizationId) continue;
					const record = records
						.of(account.id)
						.find((candidate) => candidate.uploadId === uploadId);
					if (!record?.contentType || !existsSync(records.filePath(record))) break;
					return await reply
						.type(record.contentType)
						.send(createReadStream(records.filePath(record)));
				}
				return await reply.code(404).send(errorAnswer(404));
			},
		);
	}
}
