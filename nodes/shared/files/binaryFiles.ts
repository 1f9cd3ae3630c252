import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InputFailure } from '../core/errors';
import { plainName } from '../core/fileName';
import { quoted } from '../core/quote';
import { unreadableFile, type InputFile } from '../http/multipart';
import { type ByteStream, isByteStream, readUpTo } from '../http/streams';
import { base64Of, isDataUrl, readDataUrl } from './dataUrl';
import { HEAD_SIZE } from './firstBytes';
import { identify, unreadableReason } from './identify';
import type { ItemFile } from './itemFiles';

/** What an operation says of the files that it takes. */
export interface InputSettings {
	/** Replaces the name that a file has; may be empty. */
	fileName: string;
	/** A larger file is refused. */
	limitBytes: number;
}

/**
 * A file of an item, in each of n8n's binary modes; with a store behind it the content is streamed.
 *
 * @throws InputFailure for a file that is empty, too large, broken, or no picture and no document
 */
export async function fileFromItem(
	context: IExecuteFunctions,
	{ field, binary }: ItemFile,
	{ fileName, limitBytes }: InputSettings,
): Promise<InputFile> {
	const { size, label, head, open } = binary.id
		? await storedContent(context, binary.id, binary)
		: contentInMemory(binary);
	const names = [fileName, binary.fileName ?? ''];
	requireSize(names.find(Boolean) ?? '', size, limitBytes);
	const identity = identify({
		head: await head(),
		names,
		label: label || binary.mimeType,
		extension: binary.fileExtension,
	});
	const reason = unreadableReason(identity);
	if (reason) throw reason;
	return { field, name: identity.name, mimeType: identity.mimeType, size, open };
}

function requireSize(fileName: string, size: number, limitBytes: number): void {
	const name = quoted(plainName(fileName));
	if (size === 0)
		throw new InputFailure(
			`The file ${name} is empty (0 bytes)`,
			'Check the node that provides the file; an empty file is not sent to the service.',
		);
	if (size <= limitBytes) return;
	// Rounded up, so that a file a little above the limit does not seem to be at it.
	const megabytes = (Math.ceil((size / 2 ** 20) * 10) / 10).toFixed(1);
	throw new InputFailure(
		`The file ${name} has ${megabytes} MB; the service takes up to ${limitBytes / 2 ** 20} MB`,
		'Split the PDF, lower the resolution, or compress the image. Nothing was sent.',
	);
}

interface Content {
	/** Bytes. */
	size: number;
	/** A media type that the content brings itself. */
	label?: string;
	/** The first bytes. */
	head(): Promise<Uint8Array>;
	open(pieceBytes?: number): Promise<ByteStream | Uint8Array>;
}

/** Content as Base64 or as a data URL; it is decoded when it is sent. */
function contentInMemory(binary: IBinaryData): Content {
	if (isDataUrl(binary.data)) {
		const found = readDataUrl(binary.data);
		if (!found) throw brokenContent(binary, 'a data URL that cannot be read');
		const { bytes, mimeType } = found;
		const open = async () => bytes;
		return { size: bytes.length, label: mimeType, head: open, open };
	}
	const data = base64Of(binary.data);
	if (data === undefined) throw brokenContent(binary, 'text instead of Base64');
	return {
		size: Buffer.byteLength(data, 'base64'),
		head: async () => Buffer.from(data.slice(0, 4 * Math.ceil(HEAD_SIZE / 3)), 'base64'),
		open: async () => Buffer.from(data, 'base64'),
	};
}

async function storedContent(
	context: IExecuteFunctions,
	id: string,
	binary: IBinaryData,
): Promise<Content> {
	const readable = async <Result>(read: () => Promise<Result>): Promise<Result> => {
		try {
			return await read();
		} catch (error) {
			throw unreadableFile(binary.fileName ?? 'document', error);
		}
	};
	return {
		size:
			typeof binary.bytes === 'number'
				? binary.bytes
				: (await readable(async () => await context.helpers.getBinaryMetadata(id))).fileSize,
		head: async () =>
			await readable(
				async () => await readUpTo(await openStored(context, id, HEAD_SIZE), HEAD_SIZE),
			),
		open: async (pieceBytes) => await openStored(context, id, pieceBytes),
	};
}

async function openStored(
	context: IExecuteFunctions,
	id: string,
	chunkSize?: number,
): Promise<ByteStream> {
	const stream: unknown = await context.helpers.getBinaryStream(id, chunkSize);
	if (!isByteStream(stream))
		throw new InputFailure(
			'n8n handed over no readable file',
			'Run the node that provides the file again.',
		);
	return stream;
}

function brokenContent({ fileName }: IBinaryData, what: string): InputFailure {
	const name = fileName ? ` ${quoted(fileName)}` : '';
	return new InputFailure(
		`The content of the file${name} is ${what}`,
		'Check the node that provides the file: a file in an item is Base64 or in the store of n8n. Nothing was sent.',
	);
}
