import type { IDataObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { InputFailure } from '../core/errors';
import { plainName } from '../core/fileName';
import { numberOf } from '../core/json';
import { mediaType, UNKNOWN_TYPE } from '../core/mime';
import type { InputFile } from '../http/multipart';
import { type ByteStream, isByteStream, observe, storable } from '../http/streams';
import { HEAD_SIZE, recognise } from './firstBytes';
import { identify } from './identify';
import type { Recognised } from './textKind';

/**
 * Puts the file that an answer brings into n8n's binary store. The download is ended as soon as it
 * is larger than wanted, or its first bytes show that it is no document.
 *
 * @param wanted `names` of the file, the most wanted first; `limit` of its bytes
 * @throws InputFailure for an answer without a file that can be sent
 */
export async function storeDownload(
	context: IExecuteFunctions,
	{ statusCode, body, headers }: IN8nHttpFullResponse,
	{ names, limit }: { names: readonly string[]; limit: number },
): Promise<InputFile> {
	requireFile(statusCode, headers, limit);
	if (!isByteStream(body)) throw noContent('gave no content');
	const label = headers['content-type'];
	const watch = new DownloadWatch(body, limit);
	const binary = await context.helpers
		.prepareBinaryData(
			storable(body),
			plainName(names.find((name) => name.trim() !== '') ?? ''),
			mediaType(label) || UNKNOWN_TYPE,
		)
		.catch((error: unknown) => {
			throw watch.failure ?? error;
		});
	if (watch.size === 0) throw noContent('gave an empty file (0 bytes)');
	const reason = watch.failure ?? unreadableReason(recognise(watch.head));
	if (reason) throw reason;
	const { id } = binary;
	const open = async (pieceBytes?: number) =>
		id === undefined
			? Buffer.from(binary.data, 'base64')
			: await context.helpers.getBinaryStream(id, pieceBytes);
	return { field: '', ...identify({ head: watch.head, names, label }), size: watch.size, open };
}

function requireFile(statusCode: number, headers: IDataObject, limit: number): void {
	if (statusCode >= 300 || statusCode === 206)
		throw new InputFailure(
			`The "Document URL" answered with status ${statusCode}`,
			statusCode === 429 || statusCode >= 500
				? 'Try again later; the server of the file cannot give it at this moment.'
				: 'Open the URL in a browser without being signed in; it has to give the file itself.',
		);
	if ((numberOf(headers['content-length']) ?? 0) > limit) throw tooLarge(limit);
}

/** Looks at a download while it is stored, and ends it when it is too large or no document. */
class DownloadWatch {
	/** Bytes so far. */
	size = 0;
	/** The first bytes. */
	head = Buffer.alloc(0);
	failure: InputFailure | undefined;

	constructor(
		private readonly body: ByteStream,
		private readonly limit: number,
	) {
		observe(body, (chunk) => this.take(chunk));
	}

	private take(chunk: Uint8Array): void {
		const isHeadOpen = this.size < HEAD_SIZE;
		this.size += chunk.length;
		if (isHeadOpen) this.head = Buffer.concat([this.head, chunk]).subarray(0, HEAD_SIZE);
		if (this.size > this.limit) this.failure = tooLarge(this.limit);
		else if (isHeadOpen && this.size >= HEAD_SIZE)
			this.failure = unreadableReason(recognise(this.head));
		if (this.failure) this.body.destroy(this.failure);
	}
}

/** Why what came cannot be a document; undefined when it may be one. */
function unreadableReason(recognised: Recognised | undefined): InputFailure | undefined {
	if (recognised === undefined || recognised.isReadable) return undefined;
	const { what, mimeType } = recognised;
	return new InputFailure(
		mimeType === 'text/html'
			? 'The "Document URL" gives a web page, not a file'
			: `The "Document URL" gives ${what} (${mimeType}), neither a picture nor a document`,
		'Use the direct link to the file. Share links of cloud drives often open a viewer; their download link is another one.',
	);
}

function tooLarge(limit: number): InputFailure {
	return new InputFailure(
		`The file at "Document URL" is larger than ${limit / 2 ** 20} MB`,
		'Make it smaller, for example by splitting the PDF or lowering the resolution.',
	);
}

function noContent(what: string): InputFailure {
	return new InputFailure(
		`The "Document URL" ${what}`,
		'Check that the URL leads to the file itself.',
	);
}
