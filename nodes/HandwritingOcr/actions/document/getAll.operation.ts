import type { IDataObject } from 'n8n-workflow';

import { timeOf } from '../../../shared/core/dates';
import { InputFailure } from '../../../shared/core/errors';
import { containsText } from '../../../shared/core/text';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { wantedOf } from '../../../shared/operations/paging';
import { choice, collection, dateOf, textIn } from '../../../shared/operations/parameters';
import { STATUSES } from '../../../shared/waiting/documentStatus';
import { allDocuments } from '../../api/listing';
import { ACTIONS, type OcrDocument } from '../../api/parse';
import { summaryOf } from '../../api/result/toDocumentResult';
import type { Operation } from '../operation';
import { getAllProperties } from './getAll.properties';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many documents',
		description: 'List documents, newest first, without their results',
	},
	properties: getAllProperties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async (itemIndex) => {
			const limit = wantedOf(context, itemIndex);
			const filter = readFilter(collection(context, 'filters', itemIndex), context.getTimezone());
			const found: IDataObject[] = [];
			// Filters are applied here, as the service has none; then any number of documents may have to
			// be read.
			const wanted = filter.isEmpty ? limit : undefined;
			let before = NaN;
			let isNewestFirst = true;
			for await (const document of allDocuments(service, wanted, context)) {
				const created = timeOf(document.createdAt ?? '');
				isNewestFirst &&= !(created > before);
				if (isNewestFirst && created < before && filter.isPast(created)) break;
				before = created;
				if (filter.matches(document)) found.push({ ...summaryOf(document) });
				if (found.length >= limit) break;
			}
			return found.map((json) => ({ json }));
		}),
};

interface Filter {
	isEmpty: boolean;
	/** Where the list is newest first, nothing after this moment can match. */
	isPast(created: number): boolean;
	matches(document: OcrDocument): boolean;
}

function readFilter(values: Record<string, unknown>, zone: string): Filter {
	const status = values.status ? choice(values.status, STATUSES, 'Status') : undefined;
	const action = values.documentAction
		? choice(values.documentAction, ACTIONS, 'What Was Read')
		: undefined;
	const fileName = textIn(values.fileName, 'File Name');
	const after = dateOf(values.createdAfter, 'Created After', zone);
	const before = dateOf(values.createdBefore, 'Created Before', zone);
	if (after !== undefined && before !== undefined && after >= before)
		throw new InputFailure(
			'"Created After" is not before "Created Before", so nothing can match',
			'Swap the two dates.',
		);
	return {
		isEmpty:
			status === undefined &&
			action === undefined &&
			fileName === '' &&
			after === undefined &&
			before === undefined,
		isPast: (created) => after !== undefined && created < after,
		matches: (document) => {
			const created = timeOf(document.createdAt ?? '');
			return (
				(status === undefined || document.status === status) &&
				(action === undefined || document.action === action) &&
				containsText(document.fileName ?? '', fileName) &&
				// A document without a date is left in.
				!(after !== undefined && created < after) &&
				!(before !== undefined && created >= before)
			);
		},
	};
}
