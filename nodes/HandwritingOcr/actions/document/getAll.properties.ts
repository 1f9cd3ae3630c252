import type { INodeProperties } from 'n8n-workflow';

import { pagingProperties } from '../../../shared/operations/paging';
import { filtersProperty } from '../../../shared/operations/options';
import { ACTION_OPTIONS } from '../words';

export const getAllProperties: INodeProperties[] = [
	...pagingProperties,
	filtersProperty([
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only documents that were uploaded at this time or later',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only documents that were uploaded before this time',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. invoice',
			description: 'Only documents whose file name contains this text, in upper or lower case',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'processed',
			description: 'Only documents in this state',
			options: [
				{ name: 'Failed', value: 'failed' },
				{ name: 'Processed', value: 'processed' },
				{ name: 'Processing', value: 'processing' },
				{ name: 'Queued', value: 'queued' },
			],
		},
		{
			displayName: 'What Was Read',
			name: 'documentAction',
			type: 'options',
			default: 'transcribe',
			description: 'Only documents of which this was read',
			options: ACTION_OPTIONS,
		},
	]),
];
