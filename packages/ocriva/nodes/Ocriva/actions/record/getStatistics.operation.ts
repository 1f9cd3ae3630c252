import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson } from '../../../shared/core/json';
import { getStatistics as ask } from '../../api/records';
import { projectLocator, projectOf } from '../locators';
import type { Operation } from '../operation';

export const getStatistics: Operation = {
	option: {
		name: 'Get Statistics',
		value: 'getStatistics',
		action: 'Get statistics of records',
		description: 'Count the records of a project by status',
	},
	properties: [projectLocator],
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async (itemIndex) => [
			{ json: asItemJson(await ask(service, projectOf(context, itemIndex))) },
		]),
};
