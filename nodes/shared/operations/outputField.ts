import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEFAULT_FIELD } from '../files/itemFiles';
import { textIn } from './parameters';

/** The field of the output item that a file goes into. @param what such as "image" */
export function outputFieldProperty(what: string): INodeProperties {
	return {
		displayName: 'Put Output in Field',
		name: 'outputDataFieldName',
		type: 'string',
		required: true,
		default: DEFAULT_FIELD,
		placeholder: 'e.g. data',
		hint: `The name of the output field to put the ${what} in`,
	};
}

export function outputField(context: IExecuteFunctions, itemIndex: number): string {
	const name = context.getNodeParameter('outputDataFieldName', itemIndex, '');
	return textIn(name, 'Put Output in Field') || DEFAULT_FIELD;
}
