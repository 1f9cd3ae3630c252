import type { IExecuteFunctions, IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { isByteStream, storable } from '../http/streams';
import { InputFailure } from '../core/errors';
import { isObject, objectOf, textOf, type JsonObject } from '../core/json';
import { nameWithExtension, extensionOf } from '../core/mime';
import type { InputFile } from '../http/multipart';

export const DEFAULT_FIELD = 'data';

/**
 * The file that "Input Data Field Name" points to, by field name or by an expression that gives the
 * file itself. Works in each of n8n's binary modes; with a store behind it the content is streamed.
 *
 * @param fileName replaces the name that the item carries; may be empty
 * @throws InputFailure when there is no file, or an empty one
 */
export async function fileFromItem(
	context: IExecuteFunctions,
	itemIndex: number,
	fileName: string,
): Promise<InputFile> {
	const binary = binaryOf(context, itemIndex);
	const { id } = binary;
	const bytes = id === undefined ? Buffer.from(binary.data, 'base64') : undefined;
	const size = bytes?.length ?? (await storedSize(context, id ?? '', binary));
	const mimeType = binary.mimeType || 'application/octet-stream';
	const name = nameWithExtension(
		fileName || binary.fileName || 'document',
		binary.fileExtension ?? extensionOf(mimeType),
	);
	if (size === 0)
		throw new InputFailure(
			`The file "${name}" is empty (0 bytes)`,
			'Check the node that provides the file; an empty file is not sent to the service.',
		);
	return { name, mimeType, size, open: async () => bytes ?? (await openStored(context, id ?? '')) };
}

/**
 * Stores a file in n8n's binary data under a field of an output item. A stream goes to the store
 * without standing whole in memory.
 *
 * @param fileName with extension; n8n shows and saves it under this name
 */
export async function fileToItem(
	context: Pick<IExecuteFunctions, 'helpers'>,
	item: INodeExecutionData,
	field: string,
	content: unknown,
	fileName: string,
	mimeType: string,
): Promise<INodeExecutionData> {
	const source =
		isByteStream(content) || Buffer.isBuffer(content) ? content : Buffer.from(String(content));
	const binary = await context.helpers.prepareBinaryData(storable(source), fileName, mimeType);
	return { ...item, binary: { ...item.binary, [field]: binary } };
}

function binaryOf(context: IExecuteFunctions, itemIndex: number): IBinaryData {
	const field: unknown = context.getNodeParameter('inputDataFieldName', itemIndex, DEFAULT_FIELD);
	const described =
		isObject(field) && textOf(field.id) === null && !textOf(field.data)
			? sameFile(context, itemIndex, field)
			: undefined;
	try {
		return described ?? context.helpers.assertBinaryData(itemIndex, field as string | IBinaryData);
	} catch {
		throw missingFile(context, itemIndex, field);
	}
}

/**
 * With files in memory an expression such as `$binary.data` describes the file without its content:
 * that is taken from the item.
 */
function sameFile(
	context: IExecuteFunctions,
	itemIndex: number,
	description: JsonObject,
): IBinaryData | undefined {
	const files: IBinaryData[] = Object.values(context.getInputData()[itemIndex]?.binary ?? {});
	const known = Object.entries(description).filter(([key]) => key !== 'data');
	const [file, ...others] = files.filter(
		(candidate) =>
			known.length > 0 && known.every(([key, value]) => objectOf(candidate)[key] === value),
	);
	return file && others.every(({ data }) => data === file.data) ? file : undefined;
}

function missingFile(context: IExecuteFunctions, itemIndex: number, field: unknown): InputFailure {
	const present = Object.keys(context.getInputData()[itemIndex]?.binary ?? {}).map(
		(name) => `"${name}"`,
	);
	const found =
		present.length === 0
			? 'no file at all'
			: present.length === 1
				? `a file in the field ${present[0]}`
				: `files in the fields ${present.join(', ')}`;
	return new InputFailure(
		typeof field === 'string' && field !== ''
			? `The item has no file in the field "${field}" (it has ${found})`
			: `"Input Data Field Name" gives no file (the item has ${found})`,
		'Set "Input Data Field Name" to the field that holds the file, or put a node before this one that provides it, for example Read/Write Files from Disk or HTTP Request.',
	);
}

async function storedSize(
	context: IExecuteFunctions,
	id: string,
	binary: IBinaryData,
): Promise<number> {
	if (typeof binary.bytes === 'number') return binary.bytes;
	return (await context.helpers.getBinaryMetadata(id)).fileSize;
}

async function openStored(context: IExecuteFunctions, id: string) {
	const stream: unknown = await context.helpers.getBinaryStream(id);
	if (!isByteStream(stream))
		throw new InputFailure(
			'n8n handed over no readable file',
			'Run the node that provides the file again.',
		);
	return stream;
}
