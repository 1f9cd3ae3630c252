import type { INodeProperties } from 'n8n-workflow';

import { filtersProperty } from '../../../shared/operations/options';
import { pagingProperties } from '../../../shared/operations/paging';
import { outputProperties } from '../../../shared/operations/parameters';
import { projectLocator, templateFilter } from '../locators';

/** A list carries the results, as documents or as the service gives them. */
export const LIST_OUTPUTS = ['document', 'raw'] as const;

const [output] = outputProperties();
const listOutput: INodeProperties = {
	...output,
	options: (output.options ?? []).filter(
		(option) => 'value' in option && LIST_OUTPUTS.some((mode) => mode === option.value),
	),
};

export const getAllProperties: INodeProperties[] = [
	projectLocator,
	...pagingProperties,
	listOutput,
	filtersProperty([
		{
			displayName: 'Batch ID',
			name: 'batchId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 68f0000000000000000000f1',
			description: 'Only records of this batch; Upload Batch gives its ID',
		},
		{
			displayName: 'From Date',
			name: 'fromDate',
			type: 'dateTime',
			default: '',
			description: 'Only records that were created at this time or later',
		},
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. invoice',
			description: 'Only records whose file name or template name matches this text',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			default: ['processed'],
			description: 'Only records in one of these states',
			options: [
				{ name: 'Failed', value: 'failed' },
				{ name: 'Processed', value: 'processed' },
				{ name: 'Processing', value: 'processing' },
				{ name: 'Queued', value: 'queued' },
			],
		},
		templateFilter,
		{
			displayName: 'To Date',
			name: 'toDate',
			type: 'dateTime',
			default: '',
			description:
				'Only records that were created up to this time. A date alone, or midnight, takes in the whole day.',
		},
	]),
];
