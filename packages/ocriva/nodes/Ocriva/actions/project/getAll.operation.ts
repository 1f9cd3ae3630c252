import { pagingProperties, wantedOf } from '../../../shared/operations/paging';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson } from '../../../shared/core/json';
import { listProjects } from '../../api/catalog';
import type { Operation } from '../operation';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many projects',
		description: 'List the projects that the API key reaches',
	},
	properties: pagingProperties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async (itemIndex) => {
			const limit = wantedOf(context, itemIndex);
			const projects = await listProjects(service);
			return projects.slice(0, limit).map(({ raw }) => ({ json: asItemJson(raw) }));
		}),
};
