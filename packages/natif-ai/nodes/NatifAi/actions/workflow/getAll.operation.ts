import { pagingProperties, wantedOf } from '../../../shared/operations/paging';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson } from '../../../shared/core/json';
import { listWorkflows } from '../../api/workflows';
import type { Operation } from '../operation';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many workflows',
		description: 'List the workflows of the organization, with the results that each makes',
	},
	properties: pagingProperties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async (itemIndex) => {
			const workflows = await listWorkflows(service, wantedOf(context, itemIndex));
			return workflows.map((workflow) => ({ json: asItemJson(workflow) }));
		}),
};
