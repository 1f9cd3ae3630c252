import type { FastifyInstance } from 'fastify';
import { ApiError } from './answers.mts';
import { callerOf, only, projectOf, type Parts, type Query } from './parts.mts';
import { statuses, type HistoryRecord } from './records.mts';
import type { Settings } from './settings.mts';
import { historyEntry } from './wire.mts';

const defaultLimit = 10;
const day = 24 * 3600 * 1000;

type Filter = (record: HistoryRecord) => boolean;

/** `GET /processing-history`: the records of a project, page by page. */
export function listRoute(app: FastifyInstance, parts: Parts): void {
	app.get<{ Querystring: Query }>(
		'/processing-history',
		{ config: { route: 'list' } },
		async (request) => {
			const caller = await callerOf(request, parts);
			const { account, organization } = caller;
			const { settings } = account;
			const project = projectOf(caller, only(request.query, 'projectId'));
			const { page, limit, filters } = checkedQuery(request.query, settings);
			const found = parts.records
				.of(account.id)
				.filter(
					(record) => record.projectId === project.id && filters.every((filter) => filter(record)),
				);
			if (settings.order === 'newest') found.reverse();
			const shown = found.slice((page - 1) * limit, page * limit);
			return {
				data: shown.map((record) =>
					historyEntry(
						record,
						organization,
						parts.context.baseUrl(),
						settings,
						settings.resultInLists,
					),
				),
				pagination: { page, limit, total: found.length, pages: Math.ceil(found.length / limit) },
			};
		},
	);
}

function checkedQuery(
	query: Query,
	settings: Settings,
): { page: number; limit: number; filters: Filter[] } {
	const problems: string[] = [];
	const value = (key: string): string | undefined => only(query, key);
	const count = (key: string, absent: number): number => {
		const text = value(key);
		if (text === undefined) return absent;
		if (/^\d{1,9}$/.test(text) && Number(text) >= 1) return Number(text);
		problems.push(`${key} must not be less than 1`, `${key} must be an integer number`);
		return absent;
	};
	const date = (key: string): number | undefined => {
		const text = value(key);
		const time = text === undefined ? undefined : dayOf(text);
		if (time === null) problems.push(`${key} must be a valid date (YYYY-MM-DD)`);
		return time ?? undefined;
	};

	const page = count('page', 1);
	const limit = count('limit', Math.min(defaultLimit, settings.maxLimit));
	if (limit > settings.maxLimit && settings.largerLimit === 'refuse')
		problems.push(`limit must not be greater than ${settings.maxLimit}`);
	const status = value('status');
	if (status !== undefined && !statuses.includes(status))
		problems.push(`status must be one of the following values: ${statuses.join(', ')}`);
	const [from, to] = [date('fromDate'), date('toDate')];
	if (problems.length > 0) throw new ApiError(400, problems);

	const [templateId, batchId, search] = [
		value('templateId'),
		value('batchId'),
		matcherOf(value('search'), settings),
	];
	const filters: Array<Filter | false> = [
		status !== undefined && ((record) => record.status === status),
		templateId !== undefined && (({ template }) => template?.templateId === templateId),
		batchId !== undefined && ((record) => record.batchId === batchId),
		search !== undefined &&
			(({ fileName, template }) => [fileName, template?.name ?? ''].some(search)),
		from !== undefined && (({ createdAt }) => createdAt >= from),
		to !== undefined && (({ createdAt }) => createdAt < to + day),
	];
	return {
		page,
		limit: Math.min(limit, settings.maxLimit),
		filters: filters.filter((filter) => filter !== false),
	};
}

/** Looks for a text in names; where it is taken as a pattern, letter case counts too. */
function matcherOf(
	search: string | undefined,
	settings: Settings,
): ((name: string) => boolean) | undefined {
	if (search === undefined) return undefined;
	if (settings.search === 'text')
		return (name) => name.toLowerCase().includes(search.toLowerCase());
	try {
		const pattern = new RegExp(search, 'u');
		return (name) => pattern.test(name);
	} catch {
		throw new ApiError(400, 'search must be a valid pattern');
	}
}

/**
 * Start of a day in UTC (assumption: the time zone is not documented), null when the text is no
 * date. Both ends are inclusive (assumption).
 */
function dayOf(text: string): number | null {
	const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : NaN;
	return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : time;
}
