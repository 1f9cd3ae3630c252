import type { IDataObject } from 'n8n-workflow';

import { forEachItem } from '../../../shared/operations/forEachItem';
import { allDocuments } from '../../api/listing';
import type { Operation } from '../operation';

export const getStatistics: Operation = {
	option: {
		name: 'Get Statistics',
		value: 'getStatistics',
		action: 'Get statistics of account',
		description: 'Count the documents that the account holds by status and action',
	},
	properties: [],
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async () => {
			const statistics = { documents: 0, pages: 0, byStatus: {}, byAction: {} };
			for await (const document of allDocuments(service, Infinity, context)) {
				statistics.documents++;
				statistics.pages += document.pageCount ?? 0;
				count(statistics.byStatus, document.status);
				count(statistics.byAction, document.action ?? 'unknown');
			}
			return [{ json: statistics }];
		}),
};

function count(counts: IDataObject, key: string): void {
	counts[key] = Number(counts[key] ?? 0) + 1;
}
