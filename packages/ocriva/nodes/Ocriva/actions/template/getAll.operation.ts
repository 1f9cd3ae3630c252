import { pagingProperties, wantedOf } from '../../../shared/operations/paging';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson } from '../../../shared/core/json';
import { listTemplates } from '../../api/catalog';
import { projectLocator, projectOf } from '../locators';
import type { Operation } from '../operation';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many templates',
		description:
			'List templates with the fields that they extract, of one project or of all that the API key reaches',
	},
	properties: [
		{
			...projectLocator,
			description: 'Only templates of this project',
			hint: 'Leave empty for the templates of all projects',
		},
		...pagingProperties,
	],
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async (itemIndex) => {
			const limit = wantedOf(context, itemIndex);
			const templates = await listTemplates(service, projectOf(context, itemIndex));
			return templates.slice(0, limit).map(({ raw }) => ({ json: asItemJson(raw) }));
		}),
};
