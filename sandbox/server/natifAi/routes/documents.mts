import type { FastifyInstance } from 'fastify';
import type { JsonObject } from '../../shared/json.mts';
import { accountOf, processingOf, type Parts } from '../parts.mts';
import type { Processing } from '../processings.mts';
import { Validation, type Query } from '../validation.mts';

const statuses: Record<Processing['status'], string> = {
	running: 'pending',
	done: 'success',
	failed: 'failed',
};

/**
 * The list and the deletion of the older API. That it knows what was processed under `/processing`
 * is not proven.
 */
export function documentRoutes(app: FastifyInstance, parts: Parts): void {
	for (const path of ['/documents', '/documents/']) {
		app.get<{ Querystring: Query }>(path, { config: { route: 'documents' } }, async (request) => {
			const account = await accountOf(request, parts);
			const { limit, matches } = checked(request.query);
			const listed = account.settings.documentList
				? parts.processings.of(account.id).toReversed()
				: [];
			return listed
				.filter(matches)
				.slice(0, limit ?? undefined)
				.map((processing) => documentOnWire(processing, account.name));
		});
	}

	app.delete<{ Params: { id: string } }>(
		'/documents/:id',
		{ config: { route: 'deleteDocument' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const validation = new Validation();
			const id = validation.uuid(request.params.id, 'document_id');
			validation.check();
			const processing = processingOf(account, id, parts);
			parts.runs.cancel(processing);
			await parts.processings.remove(processing);
			return reply.code(204).send();
		},
	);
}

/** Only the parameters that can be told apart here filter; the others are taken. */
function checked(query: Query): {
	limit: number | null;
	matches: (processing: Processing) => boolean;
} {
	const validation = new Validation();
	const limit = validation.integer('query', 'limit', query.limit, { smallest: 1 });
	const time = (name: string, otherwise: number): number => {
		const value = query[name];
		if (value === undefined) return otherwise;
		const parsed = Date.parse(String(value));
		if (Number.isNaN(parsed))
			validation.fail(['query', name], 'invalid datetime format', 'value_error.datetime');
		return parsed;
	};
	const [from, to] = [time('date_from', -Infinity), time('date_to', Infinity)];
	const status = String(query.status ?? 'all').toLowerCase();
	if (!['all', ...Object.values(statuses)].includes(status))
		validation.fail(
			['query', 'status'],
			'value is not a valid enumeration member',
			'type_error.enum',
		);
	validation.check();
	const { process_definition_key: key } = query;
	return {
		limit,
		matches: (processing) =>
			processing.createdAt >= from &&
			processing.createdAt <= to &&
			(status === 'all' || statuses[processing.status] === status) &&
			(key === undefined || processing.workflow === key),
	};
}

/** A document record (keys listed). */
function documentOnWire(processing: Processing, uploader: string): JsonObject {
	return {
		uuid: processing.id,
		created_at: new Date(processing.createdAt).toISOString(),
		document_type: processing.workflow,
		filename_origin: processing.fileName,
		language: 'xx',
		num_pages: processing.pageCount,
		processing_status: statuses[processing.status],
		postprocessing_status: null,
		preview: false,
		process_instance: null,
		process_instance_id: processing.id,
		retrieved: false,
		uploader_username: uploader,
	};
}
