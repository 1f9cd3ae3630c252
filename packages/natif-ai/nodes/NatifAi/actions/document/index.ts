import type { Resource } from '../operation';
import { process } from './process.operation';

export const document: Resource = {
	option: { name: 'Document', value: 'document' },
	operations: [process],
	start: 'process',
};
