import type { FastifyInstance } from 'fastify';
import { now } from '../../shared/clock.mts';
import type { JsonObject } from '../../shared/json.mts';
import { intervals, type Interval } from '../intervals.mts';
import { accountOf, knownWorkflow, type Parts } from '../parts.mts';
import type { Processing } from '../processings.mts';
import { Validation, type Query } from '../validation.mts';

/**
 * `GET /processing/{workflow_id}/usage/{hourly,daily,weekly,monthly}`: what the account has
 * processed, one entry a unit of time, those without a document too (assumption). `which` is the
 * workflow (assumption).
 */
export function usageRoutes(app: FastifyInstance, parts: Parts): void {
	for (const [name, interval] of Object.entries(intervals)) {
		app.get<{ Params: { workflow: string }; Querystring: Query }>(
			`/processing/:workflow/usage/${name}`,
			{ config: { route: 'usage' } },
			async (request) => {
				const account = await accountOf(request, parts);
				const { id } = knownWorkflow(request.params.workflow);
				const { start, end } = span(request.query, interval, now(account));
				const processed = parts.processings
					.of(account.id)
					.filter(({ workflow, status }) => workflow === id && status === 'done');
				const extended = request.query.extended === 'true';
				return units(interval, start, end).map((unit) =>
					entry(
						id,
						unit,
						processed.filter(({ createdAt }) => interval.format(createdAt) === unit),
						extended,
					),
				);
			},
		);
	}
}

function span(query: Query, interval: Interval, at: number): { start: number; end: number } {
	const validation = new Validation();
	const read = (name: string): number | null => {
		const value = query[name];
		const time = typeof value === 'string' ? interval.parse(value) : null;
		if (value !== undefined && time === null)
			validation.fail(['query', name], `time data does not match format '${interval.form}'`);
		return time;
	};
	if (query.start === undefined)
		validation.fail(['query', 'start'], 'field required', 'value_error.missing');
	const start = read('start') ?? 0;
	const end = query.end === undefined ? Math.min(at, interval.latest(start)) : (read('end') ?? 0);
	validation.check();
	if (end < start && query.end !== undefined)
		validation.fail(['query', 'end'], 'end lies before start');
	if (end > interval.latest(start)) validation.fail(['query', 'end'], 'the time span is too long');
	validation.check();
	return { start, end };
}

function units(interval: Interval, start: number, end: number): string[] {
	const names: string[] = [];
	for (let time = start; time <= end; time = interval.next(time)) names.push(interval.format(time));
	return names;
}

function entry(
	which: string,
	date: string,
	processed: Processing[],
	extended: boolean,
): JsonObject {
	const sum = (of: (processing: Processing) => number): number =>
		processed.reduce((total, processing) => total + of(processing), 0);
	const pages = sum(({ pageCount }) => pageCount);
	return {
		date,
		which,
		processed_credits: sum(({ credits }) => credits),
		...(extended
			? {
					num_documents: processed.length,
					num_pages: pages,
					// Seconds (assumption).
					average_time_per_page: pages === 0 ? 0 : sum(({ duration }) => duration) / pages / 1000,
				}
			: {}),
	};
}
