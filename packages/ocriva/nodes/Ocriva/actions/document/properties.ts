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
import { outputProperties } from '../../../shared/operations/parameters';
import { TAKES } from '../../api/fileTypes';
import { projectLocator, templateOption } from '../locators';

const waitProperties: INodeProperties[] = [
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until the document is read and give its result. Otherwise the item goes on at once with the ID.',
	},
	...outputProperties({ waitForCompletion: [true] }),
];

const metadataOption: INodeProperties = {
	displayName: 'Metadata',
	name: 'metadata',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"customer": 4711}',
	description: 'A JSON object that the service keeps with the upload',
};

const options = (entries: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: entries,
});

const project: INodeProperties = {
	...projectLocator,
	description:
		'The project that the document goes into. Where the API key reaches one project alone, it is that one.',
};

export const uploadProperties: INodeProperties[] = [
	project,
	...inputProperties(TAKES),
	...waitProperties,
	options([
		allowPrivateAddressesOption,
		concurrencyOption,
		fileNameOption,
		metadataOption,
		onTimeoutOption,
		templateOption,
		timeoutOption,
	]),
];

export const uploadBatchProperties: INodeProperties[] = [
	project,
	{
		...inputFieldProperty(TAKES),
		description: 'All input items are sent, up to 50 files in a request',
	},
	...waitProperties,
	options([
		{
			displayName: 'Batch Name',
			name: 'batchName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Invoices of May',
			description:
				'The name of the batch in the web app; otherwise the service makes one. The first item decides for its batch.',
		},
		{
			...metadataOption,
			description:
				'A JSON object that the service keeps with the batch. The first item decides for its batch.',
		},
		onTimeoutOption,
		templateOption,
		timeoutOption,
	]),
];
