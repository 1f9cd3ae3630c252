import type { Resource } from '../operation';
import { get } from './get.operation';
import { getStatistics } from './getStatistics.operation';
import { topUp } from './topUp.operation';

export const account: Resource = {
	option: { name: 'Account', value: 'account' },
	operations: [get, getStatistics, topUp],
	start: 'get',
};
