import type { Resource } from '../operation';
import { getAll } from './getAll.operation';

export const project: Resource = {
	option: { name: 'Project', value: 'project' },
	operations: [getAll],
	start: 'getAll',
};
