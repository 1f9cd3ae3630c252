import { timeOf } from '../../../shared/core/dates';
import { unicodeForms } from '../../../shared/core/text';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { wantedOf } from '../../../shared/operations/paging';
import { choice, choices, collection, textIn } from '../../../shared/operations/parameters';
import { toItems } from '../../../shared/operations/toItems';
import { STATUSES } from '../../../shared/waiting/documentStatus';
import { OcrivaRecords } from '../../api/documentService';
import { allRecords, keyOf } from '../../api/listing';
import { FILTERS, type HistoryRecord } from '../../api/parse';
import type { RecordQuery } from '../../api/records';
import { projectOf, templateFilterOf } from '../locators';
import type { Operation, Run } from '../operation';
import { getAllProperties, LIST_OUTPUTS } from './getAll.properties';
import { readPeriod } from './period';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many records',
		description: 'List records of the processing history with their results',
	},
	properties: getAllProperties,
	execute: async (run) =>
		await forEachItem(run.context, { concurrency: 1 }, async (itemIndex) => {
			const mode = choice(
				run.context.getNodeParameter('output', itemIndex, 'document'),
				LIST_OUTPUTS,
				'Output',
			);
			const limit = wantedOf(run.context, itemIndex);
			const records = await listed(run, readFilters(run, itemIndex), limit);
			const service = new OcrivaRecords(run.service);
			return records.flatMap((document) => toItems(run.context, service, { document, mode }));
		}),
};

interface Filters {
	/**
	 * One for each state, as the service filters by one (documented), and each form of the search.
	 */
	queries: RecordQuery[];
	/** What the service cannot filter by; undefined when that is nothing. */
	isWanted: ((record: HistoryRecord) => boolean) | undefined;
}

/**
 * Of several lists the newest records; a record that has moved on meanwhile is in two of them.
 */
async function listed(
	{ context, service }: Run,
	{ queries, isWanted }: Filters,
	limit: number,
): Promise<HistoryRecord[]> {
	const found = new Map<string, HistoryRecord>();
	for (const query of queries) {
		let count = 0;
		for await (const record of allRecords(service, query, isWanted ? undefined : limit, context)) {
			if (isWanted?.(record) === false) continue;
			found.set(keyOf(record), record);
			if (++count >= limit) break;
		}
	}
	const records = [...found.values()];
	return queries.length === 1 ? records : records.toSorted(newestFirst).slice(0, limit);
}

function newestFirst(left: HistoryRecord, right: HistoryRecord): number {
	return (timeOf(right.createdAt ?? '') || 0) - (timeOf(left.createdAt ?? '') || 0);
}

function readFilters({ context }: Run, itemIndex: number): Filters {
	const filters = collection(context, 'filters', itemIndex);
	const period = readPeriod(filters, context.getTimezone());
	const statuses = choices(filters.status, STATUSES, 'Status');
	const query: RecordQuery = {
		projectId: projectOf(context, itemIndex),
		templateId: templateFilterOf(context, itemIndex),
		batchId: textIn(filters.batchId, 'Batch ID'),
		...period.query,
	};
	// The service looks for the text as it is given, and names come in both forms.
	const searches = unicodeForms(textIn(filters.search, 'Search')).map((search) => ({
		...query,
		search,
	}));
	const isFiltered = statuses.length > 0 && !statuses.includes('processed');
	const wanted = FILTERS.filter(([status]) => statuses.includes(status));
	return {
		queries: isFiltered
			? wanted.flatMap(([, status]) => searches.map((search) => ({ ...search, status })))
			: searches,
		isWanted:
			statuses.length > 0 || Object.keys(period.query).length > 0
				? (record) =>
						period.includes(record) && (statuses.length === 0 || statuses.includes(record.status))
				: undefined,
	};
}
