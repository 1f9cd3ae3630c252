import type { INodeProperties } from 'n8n-workflow';

import {
	allowPrivateAddressesOption,
	fileNameOption,
	inputFieldProperty,
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
import { TAKES } from '../../api/fileTypes';
import { projectLocator, templateLocator } from '../locators';

const metadataOption: INodeProperties = {
	displayName: 'Metadata',
	name: 'metadata',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"customer": 4711}',
	description: 'A JSON object that the service keeps with the upload',
};

const project: INodeProperties = {
	...projectLocator,
	description:
		'The project that the document goes into. Where the API key reaches one project alone, it is that one.',
};

export const uploadProperties: INodeProperties[] = [
	project,
	templateLocator,
	...inputProperties(TAKES),
	...waitProperties,
	optionsProperty([
		allowPrivateAddressesOption,
		combineFilesOption,
		concurrencyOption,
		fileNameOption,
		maxPagesPerExecutionOption,
		maxPagesPerFileOption,
		metadataOption,
		onTimeoutOption,
		timeoutOption,
	]),
];

export const uploadBatchProperties: INodeProperties[] = [
	project,
	templateLocator,
	{
		...inputFieldProperty(TAKES),
		description: 'All input items are sent, up to 50 files in a request',
	},
	...waitProperties,
	optionsProperty([
		{
			displayName: 'Batch Name',
			name: 'batchName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Invoices of May',
			description:
				'The name of the batch in the web app; otherwise the service makes one. The first item decides for its batch.',
		},
		maxPagesPerExecutionOption,
		maxPagesPerFileOption,
		{
			...metadataOption,
			description:
				'A JSON object that the service keeps with the batch. The first item decides for its batch.',
		},
		onTimeoutOption,
		timeoutOption,
	]),
];
