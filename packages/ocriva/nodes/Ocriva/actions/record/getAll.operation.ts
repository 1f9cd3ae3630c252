import type { IDataObject } from 'n8n-workflow';

import { wantedOf } from '../../../shared/operations/paging';
import { InputFailure } from '../../../shared/core/errors';
import { documentItem } from '../../../shared/core/documentResult';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { choice, collection } from '../../../shared/operations/parameters';
import { allRecords } from '../../api/listing';
import type { RecordQuery } from '../../api/records';
import { toDocumentResult } from '../../api/result/toDocumentResult';
import { STATUSES } from '../../api/parse';
import { projectOf, templateOf } from '../locators';
import type { Operation, Run } from '../operation';
import { getAllProperties } from './getAll.properties';
import { type Period, readPeriod } from './period';

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
			const limit = wantedOf(run.context, itemIndex);
			const { queries, period } = readFilters(run, itemIndex);
			const found = new Map<string, IDataObject>();
			for (const query of queries) {
				for await (const record of allRecords(run.service, query)) {
					// A record that has moved on meanwhile is in the lists of two states.
					if (period.includes(record) && !found.has(record.id))
						found.set(record.id, documentItem(toDocumentResult(record)));
					if (found.size >= limit) return [...found.values()].map((json) => ({ json }));
				}
			}
			return [...found.values()].map((json) => ({ json }));
		}),
};

/** One request for each state, as the service filters by one (documented). */
function readFilters(
	{ context }: Run,
	itemIndex: number,
): { queries: RecordQuery[]; period: Period } {
	const filters = collection(context, 'filters', itemIndex);
	const period = readPeriod(filters, context.getTimezone());
	const query: RecordQuery = {
		projectId: projectOf(context, itemIndex),
		templateId: templateOf(context, itemIndex, 'filters'),
		search: textOf(filters.search),
		batchId: textOf(filters.batchId),
		...period.query,
	};
	const statuses = statusesOf(filters.status);
	return {
		queries: statuses.length === 0 ? [query] : statuses.map((status) => ({ ...query, status })),
		period,
	};
}

function statusesOf(value: unknown): string[] {
	const given = Array.isArray(value)
		? value
		: typeof value === 'string' && value.trim() !== ''
			? value.split(',').map((status) => status.trim())
			: [];
	if (
		value !== undefined &&
		value !== null &&
		value !== '' &&
		!Array.isArray(value) &&
		typeof value !== 'string'
	)
		throw new InputFailure(
			'"Status" is no list of states',
			`Use one or more of: ${STATUSES.join(', ')}.`,
		);
	return [...new Set(given.map((status) => choice(status, STATUSES, 'Status')))];
}

function textOf(value: unknown): string {
	return value === undefined || value === null ? '' : String(value).trim();
}
