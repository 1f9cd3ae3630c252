import type { INodeProperties } from 'n8n-workflow';

import { pagingProperties } from '../../../shared/operations/paging';
import { projectLocator, templateFilter } from '../locators';

export const getAllProperties: INodeProperties[] = [
	projectLocator,
	...pagingProperties,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
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
				default: ['completed'],
				description: 'Only records in one of these states',
				options: [
					{ name: 'Completed', value: 'completed' },
					{ name: 'Failed', value: 'failed' },
					{ name: 'In Progress', value: 'in_progress' },
					{ name: 'Pending', value: 'pending' },
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
		],
	},
];
