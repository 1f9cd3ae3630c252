import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty, filtersProperty } from '../../shared/operations/options';
import { outputProperties } from '../../shared/operations/parameters';
import { deleteWhenDoneOption } from '../../shared/operations/waitOptions';
import { confirmOption, duplicatesOption } from '../../shared/webhook/options';
import { FORMAT_OPTIONS, ACTION_OPTIONS } from '../actions/words';

const filters = filtersProperty([
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. invoice',
		description:
			'Start only for documents whose file name contains this text, in upper or lower case',
	},
	{
		displayName: 'What Was Read',
		name: 'documentAction',
		type: 'multiOptions',
		default: [],
		description: 'Start only for documents of which this was read',
		options: ACTION_OPTIONS,
	},
]);

/** The options of both triggers. */
const options: INodeProperties[] = [
	{
		...deleteWhenDoneOption,
		description:
			'Whether to delete the document from the service once its result is here. This cannot be undone. A document that failed is kept.',
	},
	{
		displayName: 'Download Format',
		name: 'downloadFormat',
		type: 'options',
		default: 'txt',
		description:
			'Attaches the result as a file in the field "data" of the first item. A transcription comes as text, Word and JSON; tables as Excel and JSON; extracted fields as Excel, CSV and JSON.',
		options: FORMAT_OPTIONS,
	},
];

/** What both triggers have. */
const common: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['processed', 'failed'],
		description: 'Which documents start the workflow',
		// The node panel lists the triggers in this order and preselects the first.
		options: [
			{ name: 'Document Processed', value: 'processed', description: 'The result is ready' },
			{
				name: 'Document Failed',
				value: 'failed',
				description:
					'The service could not read the document; it comes as one item with the reason, where the service gives one',
			},
		],
	},
	...outputProperties(),
	filters,
];

/** The parameters of the trigger that the service calls. */
export const triggerProperties: INodeProperties[] = [
	...common,
	optionsProperty([confirmOption, ...options, duplicatesOption]),
];

/**
 * The parameters of the polling trigger; n8n adds the times of the polls. A poll reads each
 * document from the API, and passes none on twice.
 */
export const pollingTriggerProperties: INodeProperties[] = [...common, optionsProperty(options)];
