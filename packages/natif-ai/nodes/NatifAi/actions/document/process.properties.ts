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
import { optionsProperty, waitProperties } from '../../../shared/operations/options';
import {
	combineFilesOption,
	maxPagesPerExecutionOption,
	maxPagesPerFileOption,
} from '../../../shared/upload/uploadOptions';
import { includeOption } from '../include';
import { workflowLocator } from '../workflowLocator';

export const processProperties: INodeProperties[] = [
	...inputProperties('PDF, JPG, PNG, TIFF, GIF or WebP'),
	workflowLocator,
	...waitProperties,
	optionsProperty([
		allowPrivateAddressesOption,
		combineFilesOption,
		concurrencyOption,
		fileNameOption,
		includeOption,
		maxPagesPerExecutionOption,
		maxPagesPerFileOption,
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
	]),
];
