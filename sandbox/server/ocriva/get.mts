import type { FastifyInstance } from 'fastify';
import { callerOf, only, projectOf, recordOf, type Parts, type Query } from './parts.mts';
import type { HistoryRecord } from './records.mts';
import { historyEntry } from './wire.mts';

/**
 * `GET /processing-history/stats`: how many records are where. `processing` is `queued` and
 * `in_progress` together (assumption).
 */
export function statsRoute(app: FastifyInstance, parts: Parts): void {
	app.get<{ Querystring: Query }>(
		'/processing-history/stats',
		{ config: { route: 'stats' } },
		async (request) => {
			const caller = await callerOf(request, parts);
			const project = projectOf(caller, only(request.query, 'projectId'));
			const records = parts.records
				.of(caller.account.id)
				.filter(({ projectId }) => projectId === project.id);
			const count = (is: (record: HistoryRecord) => boolean): number => records.filter(is).length;
			return {
				total: records.length,
				pending: count(({ status, outcome }) => outcome === null && status === 'pending'),
				processing: count(({ status, outcome }) => outcome === null && status !== 'pending'),
				completed: count(({ outcome }) => outcome === 'completed'),
				failed: count(({ outcome }) => outcome === 'failed'),
			};
		},
	);
}

/** `GET /processing-history/:id`: one record, bare. */
export function getRoute(app: FastifyInstance, parts: Parts): void {
	app.get<{ Params: { id: string }; Querystring: Query }>(
		'/processing-history/:id',
		{ config: { route: 'get' } },
		async (request) => {
			const caller = await callerOf(request, parts);
			const project = projectOf(caller, only(request.query, 'projectId'));
			const record = recordOf(caller, project, request.params.id, parts);
			return historyEntry(
				record,
				caller.organization,
				parts.context.baseUrl(),
				caller.account.settings,
			);
		},
	);
}
