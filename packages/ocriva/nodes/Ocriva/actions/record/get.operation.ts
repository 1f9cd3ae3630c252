import { forEachItem } from '../../../shared/operations/forEachItem';
import { outputMode, outputProperties } from '../../../shared/operations/parameters';
import { findRecord } from '../../api/lookup';
import { onRecord, projectLocator, recordLocator } from '../locators';
import type { Operation } from '../operation';
import { toItems } from '../toItems';

const AT_ONCE = 5;

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get record and its result',
		description: 'Get the status and, once it is completed, the result of a document',
	},
	properties: [projectLocator, recordLocator, ...outputProperties()],
	execute: async (run) =>
		await forEachItem(run.context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const mode = outputMode(run.context, itemIndex);
			return await onRecord(run.context, itemIndex, async (id, projectId) =>
				toItems(run, await findRecord(run.service, id, projectId), mode),
			);
		}),
};
