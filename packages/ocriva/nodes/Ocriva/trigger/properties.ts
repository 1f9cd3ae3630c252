import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { optionsProperty } from '../../shared/operations/options';
import { outputProperties } from '../../shared/operations/parameters';
import { confirmOption, duplicatesOption } from '../../shared/webhook/options';
import { projectLocator } from '../actions/locators';

/** The node panel lists the triggers in this order and preselects the first. */
const events: INodePropertyOptions[] = [
	{
		name: 'Document Processed',
		value: 'document.processed',
		description: 'The result is ready',
	},
	{
		name: 'Document Failed',
		value: 'document.failed',
		description:
			'The service could not read the document; it comes as one item with the reason, where the service gives one',
	},
	{
		name: 'Document Uploaded',
		value: 'document.uploaded',
		description: 'The document has arrived; there is no result yet',
	},
	{
		name: 'Batch Completed',
		value: 'batch.completed',
		description: 'All files of a batch are finished',
	},
	{
		name: 'Batch Uploaded',
		value: 'batch.uploaded',
		description: 'The files of a batch have arrived',
	},
	{
		name: 'Template Created',
		value: 'template.created',
		description: 'There is a new template',
	},
	{
		name: 'Template Deleted',
		value: 'template.deleted',
		description: 'A template is gone; needs a webhook secret in the credential',
	},
	{
		name: 'Template Updated',
		value: 'template.updated',
		description: 'A template was changed',
	},
];

const [output, addSource] = outputProperties();

/** The parameters of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['document.processed', 'document.failed'],
		description:
			'Which events start the workflow. The webhook endpoint in Ocriva has to have them too. Without a webhook secret in the credential each is confirmed by the API, which cannot be done for Template Deleted: that one then starts nothing.',
		options: events,
	},
	{
		...projectLocator,
		description: 'Start only for events of this project',
		hint: 'Leave empty for all projects',
	},
	{
		...output,
		description:
			'How a processed document becomes items. Events of batches and templates always come as one item with what was delivered.',
		options:
			output.options?.map((option) =>
				option.name === 'Raw'
					? {
							...option,
							description:
								'One item, exactly as it was delivered or, without a webhook secret, as the API tells it',
						}
					: option,
			) ?? [],
	},
	addSource,
	optionsProperty([confirmOption, duplicatesOption]),
];
