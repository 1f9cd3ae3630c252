import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fileFromUrl } from '../files/fileFromUrl';
import { type Failure, InputFailure, toFailure } from '../core/errors';
import { DEFAULT_FIELD, fileFromItem } from '../files/binaryFiles';
import type { InputFile } from '../http/multipart';
import { choice, collection, textParameter } from './parameters';
import { dependentField } from './dependentField';
import { isToolCall } from './toolCall';

/**
 * The field of the item that holds the file.
 * @param takes the types and sizes that the service takes, in words
 */
export function inputFieldProperty(takes: string): INodeProperties {
	return {
		displayName: 'Input Data Field Name',
		name: 'inputDataFieldName',
		type: 'string',
		required: true,
		default: DEFAULT_FIELD,
		placeholder: 'e.g. data',
		hint: `The name of the input field that holds the file: ${takes}`,
	};
}

/** `@tool` goes first in its conditions: n8n looks no further than one that an expression fills. */
const inputSource = {
	displayName: 'Input Source',
	name: 'inputSource',
	type: 'options' as const,
	options: [
		{
			name: 'Binary Data',
			value: 'binary',
			description: 'A file from the node before this one',
		},
		{ name: 'URL', value: 'url', description: 'A file on the web' },
	],
};

/**
 * Where the file of an item comes from. A model hands over no files, so a tool starts with a URL.
 * @param takes the types and sizes that the service takes, in words
 */
export function inputProperties(takes: string): INodeProperties[] {
	return [
		{
			...inputSource,
			default: 'binary',
			description: 'Where the file comes from',
			displayOptions: { show: { '@tool': [false] } },
		},
		{
			...inputSource,
			default: 'url',
			description:
				'Where the file comes from. A model hands over no files: let it fill in "Document URL" with the button in that field, or give the file of an earlier node by an expression in "Input Data Field Name".',
			displayOptions: { show: { '@tool': [true] } },
		},
		{ ...inputFieldProperty(takes), displayOptions: { show: { inputSource: ['binary'] } } },
		...dependentField(
			{
				displayName: 'Document URL',
				name: 'documentUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/letter.jpg',
				description: `Direct link to the file: ${takes}`,
			},
			{ parent: 'inputSource', value: 'url', choices: ['binary', 'url'] },
		),
	];
}

/** Only tools need it: a person chooses the addresses, a model is told them by anybody. */
export const allowPrivateAddressesOption: INodeProperties = {
	displayName: 'Allow Private Addresses',
	name: 'allowPrivateAddresses',
	type: 'boolean',
	default: true,
	description:
		'Whether "Document URL" may point to this machine or into the private network of n8n. Otherwise a model could be made to read what only this network can see.',
	displayOptions: { show: { '@tool': [true] } },
};

export const fileNameOption: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. letter.pdf',
	description:
		'The name under which the document appears at the service; otherwise the name of the file',
};

/**
 * The file of an item. Nothing has been sent to the service yet.
 *
 * @param fileName replaces the name that the file has; may be empty
 * @param limit bytes; a larger file is refused here
 * @throws InputFailure that names the parameter
 */
export async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	fileName: string,
	limit: number,
): Promise<InputFile> {
	const isTool = isToolCall(context);
	const source = choice(
		context.getNodeParameter('inputSource', itemIndex, isTool ? 'url' : 'binary'),
		['binary', 'url'],
		'Input Source',
	);
	const file =
		source === 'url'
			? await fileFromUrl(context, {
					address: textParameter(context, 'documentUrl', itemIndex),
					fileName,
					limit,
					...(isTool && {
						guard: {
							allowPrivate:
								collection(context, 'options', itemIndex).allowPrivateAddresses === true,
						},
					}),
				})
			: await fileFromItem(context, itemIndex, fileName).catch((error: unknown) => {
					throw isTool ? notFromModels(error) : error;
				});
	if (file.size <= limit) return file;
	throw new InputFailure(
		`The file "${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB; the service takes up to ${limit / 2 ** 20} MB`,
		'Split the PDF, lower the resolution, or compress the image. Nothing was sent.',
	);
}

function notFromModels(error: unknown): Failure {
	const failure = toFailure(error);
	failure.nextStep =
		'A model hands over no files: set "Input Source" to URL and let it fill in "Document URL", or give the file of an earlier node by an expression in "Input Data Field Name".';
	return failure;
}
