import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty, waitProperties } from '../../../shared/operations/options';
import {
	allowPrivateAddressesOption,
	fileNameOption,
	inputProperties,
} from '../../../shared/operations/inputFile';
import {
	concurrencyOption,
	deleteWhenDoneOption,
	onTimeoutOption,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { dependentField } from '../../../shared/operations/dependentField';
import {
	combineFilesOption,
	ifUploadedBeforeOption,
	maxPagesPerExecutionOption,
	maxPagesPerFileOption,
} from '../../../shared/upload/uploadOptions';
import { ACTIONS } from '../../api/parse';

/** The documented bounds of `delete_after`, in seconds: 5 minutes to 14 days. */
export const DELETE_AFTER = { min: 300, max: 1_209_600 };

/** The types and sizes that the service takes (documented). */
export const TAKES = 'PDF, JPG, PNG, TIFF, HEIC or GIF, up to 20 MB';

const [waitForCompletion, ...output] = waitProperties;

export const uploadProperties: INodeProperties[] = [
	...inputProperties(TAKES),
	{
		displayName: 'What to Read',
		name: 'documentAction',
		type: 'options',
		default: 'transcribe',
		description: 'What the service reads from the document',
		builderHint: {
			propertyHint:
				'"tables" with output "rows" gives an item per table row. "extractor" needs an extractorId that only the user can give; without one, take "transcribe" and the Information Extractor node.',
		},
		options: [
			{ name: 'Transcribe Text', value: 'transcribe', description: 'The text of every page' },
			{
				name: 'Extract Tables',
				value: 'tables',
				description: 'Tables and key-value pairs',
				builderHint: { propertyHint: 'With output "rows" each row becomes an item' },
			},
			{
				name: 'Extract Fields',
				value: 'extractor',
				description: 'The fields of a custom extractor that you made in the dashboard',
				builderHint: {
					propertyHint:
						'Needs extractorId, which only the user can give. Without one, read the text and take the fields from it with the Information Extractor node.',
				},
			},
		],
	},
	...dependentField(
		{
			displayName: 'Extractor ID',
			name: 'extractorId',
			type: 'string',
			default: '',
			placeholder: 'e.g. kL4mN6pQ8r',
			description:
				'The ID of a custom extractor; you find it in the address bar when the extractor is open in the dashboard',
		},
		{ parent: 'documentAction', value: 'extractor', choices: ACTIONS },
	),
	{
		...waitForCompletion,
		builderHint: {
			propertyHint:
				'Leave on, unless a workflow with the Handwriting OCR Trigger takes the results; never wait in a loop instead.',
		},
	},
	...output,
	optionsProperty([
		allowPrivateAddressesOption,
		combineFilesOption,
		concurrencyOption,
		{
			displayName: 'Delete After (Seconds)',
			name: 'deleteAfter',
			type: 'number',
			typeOptions: { minValue: DELETE_AFTER.min, maxValue: DELETE_AFTER.max },
			default: 604_800,
			description:
				'Seconds until the service deletes the document, 300 (5 minutes) to 1209600 (14 days); otherwise the setting of the account applies',
		},
		deleteWhenDoneOption,
		fileNameOption,
		ifUploadedBeforeOption,
		maxPagesPerExecutionOption,
		maxPagesPerFileOption,
		onTimeoutOption,
		{
			displayName: 'Prompt ID (V2)',
			name: 'promptId',
			type: 'string',
			default: '',
			description:
				'ID of a custom prompt; only for the earlier API version v2 with an Enterprise subscription',
		},
		timeoutOption,
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://.../webhook/...',
			description:
				'Where the service sends the result of this document, such as the production URL of a Handwriting OCR Trigger. It has to be reachable from the internet.',
		},
	]),
];
