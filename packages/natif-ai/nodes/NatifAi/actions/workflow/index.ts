import type { Resource } from '../operation';
import { getAll } from './getAll.operation';
import { getUsage } from './getUsage.operation';

export const workflow: Resource = {
	option: { name: 'Workflow', value: 'workflow' },
	operations: [getAll, getUsage],
	start: 'getAll',
};
