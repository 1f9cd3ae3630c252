import type { INodeProperties } from 'n8n-workflow';

import { outputProperties } from './parameters';

/** The "Options" of an operation. @param options alphabetical, as n8n lists them */
export function optionsProperty(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
	};
}

/** The "Filters" of a list or a trigger. @param options alphabetical, as n8n lists them */
export function filtersProperty(options: INodeProperties[]): INodeProperties {
	return {
		...optionsProperty(options),
		displayName: 'Filters',
		name: 'filters',
		placeholder: 'Add filter',
	};
}

const waitForCompletion: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until the document is read and give its result. Otherwise the item goes on at once with the ID.',
	builderHint: {
		propertyHint:
			'Leave on, unless another workflow takes the results; never wait in a loop instead.',
	},
};

/** Waiting as a parameter of an upload, with the output that there is then. */
export const waitProperties: [INodeProperties, ...INodeProperties[]] = [
	waitForCompletion,
	...outputProperties({ waitForCompletion: [true] }),
];

/** Waiting as an option of an operation that gets a document of an earlier run. */
export const waitForCompletionOption: INodeProperties = {
	...waitForCompletion,
	description:
		'Whether to wait until a document that was sent earlier is finished. Otherwise one that is still being read is given with the status "processing".',
};
