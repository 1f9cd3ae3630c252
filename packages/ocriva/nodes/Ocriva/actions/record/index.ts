import type { Resource } from '../operation';
import { exportResult } from './export.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getStatistics } from './getStatistics.operation';

export const record: Resource = {
	option: { name: 'Record', value: 'record' },
	operations: [exportResult, get, getAll, getStatistics],
	start: 'get',
};
