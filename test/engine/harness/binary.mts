import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import { Container, core } from './n8n.mts';
import type { BinaryDataMode } from './types.mts';

export type FileInfo = { fileName: string; mimeType: string };

const location = core.FileLocation.ofExecution('test-files', 'input');

/** Both modes can be used in one file: files stored before a switch stay readable. */
export async function useBinaryDataMode(mode: BinaryDataMode): Promise<void> {
	Container.get(core.BinaryDataConfig).mode = mode;
	await Container.get(core.BinaryDataService).init();
}

/** Puts a file into n8n's binary store, or as base64 into the result in memory mode. */
export async function storeBinary(
	content: Buffer | Readable,
	{ fileName, mimeType }: FileInfo,
): Promise<IBinaryData> {
	const fileExtension = fileName.includes('.') ? fileName.split('.').pop() : undefined;
	const binaryData = { data: '', fileName, mimeType, fileExtension };
	return await Container.get(core.BinaryDataService).store(location, content, binaryData);
}

export async function readBinary(binaryData: IBinaryData): Promise<Buffer> {
	return await Container.get(core.BinaryDataService).getAsBuffer(binaryData);
}

/**
 * What a signed link to a stored file gives to anybody, as n8n answers it, and when it ends.
 *
 * @throws when the link is not n8n's or its time is over
 */
export async function openLink(link: unknown): Promise<{ bytes: Buffer; endsAt: string }> {
	const token = new URL(String(link)).searchParams.get('token') ?? '';
	const service = Container.get(core.BinaryDataService);
	const id = service.validateSignedToken(token);
	const [, payload = ''] = token.split('.');
	const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
	return {
		bytes: await service.getAsBuffer({ id, data: '', mimeType: '' }),
		endsAt: new Date(exp * 1_000).toISOString(),
	};
}

/** For files that are too large to hold: a stream from the store. */
export async function streamBinary(binaryData: IBinaryData): Promise<Readable> {
	if (!binaryData.id) return Readable.from([await readBinary(binaryData)]);
	return await Container.get(core.BinaryDataService).getAsStream(binaryData.id);
}

/**
 * A stream of `size` bytes that never stands whole in memory, for files of hundreds of megabytes.
 */
export function streamOfBytes(size: number, chunkSize = 64 * 1024): Readable {
	function* chunks(): Generator<Buffer> {
		for (let left = size; left > 0; left -= chunkSize)
			yield Buffer.alloc(Math.min(left, chunkSize), left % 251);
	}
	return Readable.from(chunks(), { objectMode: false });
}
