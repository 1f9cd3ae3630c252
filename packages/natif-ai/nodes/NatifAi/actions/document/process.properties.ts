import type { INodeProperties } from 'n8n-workflow';

import {
	allowPrivateAddressesOption,
	fileNameOption,
	inputProperties,
} from '../../../shared/operations/inputFile';
import {
	concurrencyOption,
	onTimeoutOption,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { outputProperties } from '../../../shared/operations/parameters';
import { includeOption } from '../include';
import { workflowLocator } from '../workflowLocator';

export const processProperties: INodeProperties[] = [
	...inputProperties('PDF, JPG, PNG, TIFF, GIF or WebP'),
	workflowLocator,
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until the document is processed and give its result. Otherwise the item goes on at once with the processing ID.',
	},
	...outputProperties({ waitForCompletion: [true] }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			allowPrivateAddressesOption,
			concurrencyOption,
			fileNameOption,
			includeOption,
			onTimeoutOption,
			timeoutOption,
			{
				displayName: 'Workflow Parameters',
				name: 'workflowParameters',
				type: 'json',
				default: '{}',
				placeholder: 'e.g. { "language": "en" }',
				description:
					'Settings of the workflow as a JSON object; invoice extraction takes language (de or en), for example',
			},
		],
	},
];
