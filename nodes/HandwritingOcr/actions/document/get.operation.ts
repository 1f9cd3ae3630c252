import { forEachItem } from '../../../shared/operations/forEachItem';
import { outputMode, outputProperties } from '../../../shared/operations/parameters';
import { getDocument } from '../../api/documents';
import { documentLocator, onDocument } from '../documentLocator';
import type { Operation } from '../operation';
import { toItems } from '../toItems';

const AT_ONCE = 5;

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get document and its result',
		description: 'Get the status and, once it is read, the result of a document',
	},
	properties: [documentLocator, ...outputProperties()],
	execute: async (run) =>
		await forEachItem(run.context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const mode = outputMode(run.context, itemIndex);
			return await onDocument(run.context, itemIndex, async (id) =>
				toItems(run, await getDocument(run.service, id), mode),
			);
		}),
};
