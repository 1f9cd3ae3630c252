import type { Resource } from '../operation';
import { getAll } from './getAll.operation';

export const template: Resource = {
	option: { name: 'Template', value: 'template' },
	operations: [getAll],
	start: 'getAll',
};
