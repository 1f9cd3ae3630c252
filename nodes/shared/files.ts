import type { IExecuteFunctions, IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { isByteStream } from './body';
import { InputFailure } from './errors';
import { nameWithExtension, extensionOf } from './mime';
import type { InputFile } from './multipart';

export const DEFAULT_FIELD = 'data';

/**
 * The file that "Input Data Field Name" points to, by field name or by an expression that gives the file itself.
 * Works in each of n8n's binary modes; with a store behind it the content is streamed.
 *
 * @param fileName replaces the name that the item carries; may be empty
 * @throws InputFailure when there is no file, or an empty one
 */
export async function fileFromItem(context: IExecuteFunctions, itemIndex: number, fileName: string): Promise<InputFile> {
	const binary = binaryOf(context, itemIndex);
	const { id } = binary;
	const bytes = id === undefined ? Buffer.from(binary.data, 'base64') : undefined;
	const size = bytes?.length ?? (await storedSize(context, id ?? '', binary));
	const mimeType = binary.mimeType || 'application/octet-stream';
	const name = nameWithExtension(fileName || binary.fileName || 'document', binary.fileExtension ?? extensionOf(mimeType));
	if (size === 0) throw new InputFailure(`The file "${name}" is empty (0 bytes)`, 'Check the node that provides the file; an empty file is not sent to the service.');
	return { name, mimeType, size, open: async () => bytes ?? (await openStored(context, id ?? '')) };
}

/**
 * Stores a file in n8n's binary data under a field of an output item. A stream goes to the store without standing whole in memory.
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
	const source = isByteStream(content) || Buffer.isBuffer(content) ? content : Buffer.from(String(content));
	const binary = await context.helpers.prepareBinaryData(source as Buffer, fileName, mimeType);
	return { ...item, binary: { ...item.binary, [field]: binary } };
}

function binaryOf(context: IExecuteFunctions, itemIndex: number): IBinaryData {
	const field = context.getNodeParameter('inputDataFieldName', itemIndex, DEFAULT_FIELD) as string | IBinaryData;
	try {
		return context.helpers.assertBinaryData(itemIndex, field);
	} catch {
		throw missingFile(context, itemIndex, field);
	}
}

function missingFile(context: IExecuteFunctions, itemIndex: number, field: string | IBinaryData): InputFailure {
	const present = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	const wanted = typeof field === 'string' ? ` "${field}"` : '';
	const found = present.length > 0 ? `it has ${present.map((name) => `"${name}"`).join(', ')}` : 'it has no file at all';
	return new InputFailure(
		`The item has no file in the field${wanted} (${found})`,
		'Set "Input Data Field Name" to the field that holds the file, or put a node before this one that provides it, for example Read/Write Files from Disk or HTTP Request.',
	);
}

async function storedSize(context: IExecuteFunctions, id: string, binary: IBinaryData): Promise<number> {
	if (typeof binary.bytes === 'number') return binary.bytes;
	return (await context.helpers.getBinaryMetadata(id)).fileSize;
}

async function openStored(context: IExecuteFunctions, id: string) {
	const stream: unknown = await context.helpers.getBinaryStream(id);
	if (!isByteStream(stream)) throw new InputFailure('n8n handed over no readable file', 'Run the node that provides the file again.');
	return stream;
}
