import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import { withSuffix } from '../core/fileName';
import { fileFromItem, type InputSettings } from '../files/binaryFiles';
import { isDataUrl } from '../files/dataUrl';
import { fileFromUrl } from '../files/fileFromUrl';
import { chosenFiles, DEFAULT_FIELD, type ItemFile } from '../files/itemFiles';
import type { InputFile } from '../http/multipart';
import { choice, collection, isOn, textIn } from './parameters';
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
		hint: `The name of the input field that holds the file: ${takes}. Several with commas; * for any ending.`,
		builderHint: {
			propertyHint:
				'A key of $binary, no expression of the content: "data" after HTTP Request, Google Drive and Read/Write Files; "attachment_*" after e-mail triggers; "*" after forms. Each file becomes an item of its own.',
		},
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
				builderHint: {
					propertyHint:
						'A link that gives the file itself, not a page about it; a data URL works too. For files behind a login, fetch them with a node before this one and use inputSource "binary".',
				},
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
		'The name under which the document appears at the service; otherwise the name of the file. Several files of an item are numbered.',
};

/**
 * The files of an item, in the order of their fields. Nothing has been sent to the service yet.
 *
 * @throws InputFailure that names the parameter or the file
 */
export async function inputFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	settings: InputSettings,
): Promise<InputFile[]> {
	if (chosenSource(context, itemIndex) === 'url')
		return [await fileBehind(context, itemIndex, settings)];
	if (!isToolCall(context)) return await filesOfItem(context, itemIndex, settings);
	return await readFiles(context, filesBesideUrl(context, itemIndex), settings);
}

function chosenSource(context: IExecuteFunctions, itemIndex: number): string {
	const start = isToolCall(context) ? 'url' : 'binary';
	const source: unknown = context.getNodeParameter('inputSource', itemIndex, start);
	return choice(source, ['binary', 'url'], 'Input Source');
}

/** A web address, or a data URL, which brings the file along. */
async function fileBehind(
	context: IExecuteFunctions,
	itemIndex: number,
	settings: InputSettings,
): Promise<InputFile> {
	const address = textIn(context.getNodeParameter('documentUrl', itemIndex, ''), 'Document URL');
	if (!isDataUrl(address)) {
		const { allowPrivateAddresses } = collection(context, 'options', itemIndex);
		return await fileFromUrl(context, {
			address,
			...settings,
			...(isToolCall(context) && {
				guard: { allowPrivate: isOn(allowPrivateAddresses, 'Allow Private Addresses') },
			}),
		});
	}
	const binary = { data: address, mimeType: '' };
	return await fileFromItem(context, { field: '', binary }, settings);
}

/** As {@link inputFiles}, for an operation that takes the files of items alone. */
export async function filesOfItem(
	context: IExecuteFunctions,
	itemIndex: number,
	settings: InputSettings,
): Promise<InputFile[]> {
	return await readFiles(context, chosenFiles(context, itemIndex), settings);
}

async function readFiles(
	context: IExecuteFunctions,
	chosen: readonly ItemFile[],
	settings: InputSettings,
): Promise<InputFile[]> {
	const { fileName } = settings;
	const files: InputFile[] = [];
	for (const [index, file] of chosen.entries()) {
		const isNumbered = fileName !== '' && chosen.length > 1;
		const name = isNumbered ? withSuffix(fileName, `-${index + 1}`) : fileName;
		files.push(await fileFromItem(context, file, { ...settings, fileName: name }));
	}
	return files;
}

/** A call of a tool brings no files: without an expression that finds one there is only the URL. */
function filesBesideUrl(context: IExecuteFunctions, itemIndex: number): ItemFile[] {
	try {
		return chosenFiles(context, itemIndex);
	} catch (error) {
		const failure = toFailure(error);
		failure.nextStep =
			'A model hands over no files: set "Input Source" to URL and let it fill in "Document URL", or give the file of an earlier node by an expression in "Input Data Field Name".';
		throw failure;
	}
}
