import { isObject } from '../core/json';

/** What is needed of a Node.js stream; its module is not among the imports that n8n allows. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): unknown;
	on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
	on(event: 'newListener', listener: (event: string) => void): unknown;
	on(event: 'error', listener: (error: unknown) => void): unknown;
}

export function isByteStream(value: unknown): value is ByteStream {
	return isObject(value) && typeof value.destroy === 'function' && Symbol.asyncIterator in value;
}

/**
 * Calls `onChunk` with what passes through a stream. It joins whoever reads the stream and does not
 * start the flow by itself: bytes would be lost while n8n prepares its store, and a stream that is
 * paused by hand is never read in n8n's memory mode.
 */
export function observe(body: ByteStream, onChunk: (chunk: Uint8Array) => void): void {
	let joined = false;
	body.on('newListener', (event) => {
		if (joined || (event !== 'data' && event !== 'readable')) return;
		joined = true;
		body.on('data', onChunk);
	});
}

/**
 * What n8n's store takes: it streams a stream, though its type names only one of Node.js, whose
 * module is not among the allowed imports.
 */
export function storable(content: ByteStream | Buffer): Buffer {
	return content as Buffer;
}

/**
 * The whole of an answer's body as text, whether n8n handed it over as stream, bytes, text or
 * parsed JSON.
 */
export async function readBody(body: unknown): Promise<string> {
	if (typeof body === 'string') return body;
	if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
	if (isByteStream(body)) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of body) chunks.push(chunk);
		return Buffer.concat(chunks).toString('utf8');
	}
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

/** Looks at the first bytes of a stream that somebody else reads. */
export function headOf(body: ByteStream, bytes: number): () => Buffer {
	let head = Buffer.alloc(0);
	observe(body, (chunk) => {
		if (head.length < bytes) head = Buffer.concat([head, chunk]).subarray(0, bytes);
	});
	return () => head;
}

/** The first bytes of a stream, which is ended then. */
export async function readHead(stream: ByteStream, bytes: number): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size >= bytes) break;
	}
	return Buffer.concat(chunks).subarray(0, bytes);
}

/** Ends a stream that nobody reads to its end, so that its file handle or socket is given back. */
export function discard(body: unknown): void {
	if (isByteStream(body)) body.destroy();
}
