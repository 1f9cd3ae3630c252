import { sleep } from 'n8n-workflow';

import { isObject } from '../core/json';
import { textOfAnswer } from '../core/text';

/** What is needed of a Node.js stream; its module is not among the imports that n8n allows. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
	/** Bytes that have come in and nobody has taken yet. */
	readonly readableLength?: number;
	destroy(error?: Error): unknown;
	emit(event: 'error', error: Error): unknown;
	on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
	on(event: 'newListener', listener: (event: string) => void): unknown;
	on(event: 'error', listener: (error: unknown) => void): unknown;
	on(event: 'end' | 'close', listener: () => void): unknown;
}

export function isByteStream(value: unknown): value is ByteStream {
	return isObject(value) && typeof value.destroy === 'function' && Symbol.asyncIterator in value;
}

/**
 * Calls `onChunk` with what passes through a stream. It joins whoever reads the stream and does not
 * start the flow by itself: bytes would be lost while n8n prepares its store, and a stream that is
 * paused by hand is never read in n8n's memory mode.
 *
 * @param onReader called when somebody begins to read
 */
export function observe(
	body: ByteStream,
	onChunk: (chunk: Uint8Array) => void,
	onReader = () => {},
): void {
	let joined = false;
	body.on('newListener', (event) => {
		if (joined || (event !== 'data' && event !== 'readable')) return;
		joined = true;
		body.on('data', onChunk);
		onReader();
	});
}

/** How long an open body may bring less than {@link LEAST_BYTES}. */
export const LONGEST_SILENCE_MS = 60_000;
/** A body that drips would else be waited for without end. */
const LEAST_BYTES = 16_384;

/** Why a body was ended that had not come to its end. */
class SilentBody extends Error {
	readonly code = 'SILENT';

	constructor() {
		super(`Nothing came for ${LONGEST_SILENCE_MS / 1_000} s`);
	}
}

/**
 * Ends a body that falls silent or drips: the HTTP client's time-out ends with the headers, and
 * nothing else limits what follows. The time counts from when somebody begins to read; what has
 * come in and nobody takes is not the sender's silence.
 */
export function endWhenSilent(body: ByteStream): void {
	const over = new AbortController();
	let movedAt = Date.now();
	let brought = 0;
	const count = ({ length }: Uint8Array): void => {
		brought += length;
		if (brought >= LEAST_BYTES) [brought, movedAt] = [0, Date.now()];
	};
	const watch = async (): Promise<void> => {
		movedAt = Date.now();
		while (!over.signal.aborted) {
			const left = movedAt + LONGEST_SILENCE_MS - Date.now();
			if (left > 0) await sleep(left, over.signal).catch(() => {});
			else if (body.readableLength) movedAt = Date.now();
			else return close(body, new SilentBody());
		}
	};
	observe(body, count, () => void watch());
	body.on('end', () => over.abort());
	body.on('error', () => over.abort());
	body.on('close', () => over.abort());
}

/**
 * What n8n's store takes: it streams a stream, though its type names only one of Node.js, whose
 * module is not among the allowed imports.
 */
export function storable(content: ByteStream | Buffer): Buffer {
	return content as Buffer;
}

/** More than any answer in JSON has; what is longer would fill n8n's memory. Bytes. */
const LONGEST_TEXT = 256 * 2 ** 20;

/**
 * The whole of an answer's body as text, whether n8n handed it over as stream, bytes, text or
 * parsed JSON.
 *
 * @param longest bytes after which the rest is left unread
 * @throws what ends a stream half-way, a SilentBody among it
 */
export async function readBody(body: unknown, longest = LONGEST_TEXT): Promise<string> {
	if (typeof body === 'string') return body;
	if (body instanceof Uint8Array) return textOfAnswer(Buffer.from(body));
	if (!isByteStream(body)) return body === undefined || body === null ? '' : JSON.stringify(body);
	endWhenSilent(body);
	return textOfAnswer(await readUpTo(body, longest));
}

/** Looks at the first bytes of a stream that somebody else reads. */
export function headOf(body: ByteStream, bytes: number): () => Buffer {
	let head = Buffer.alloc(0);
	observe(body, (chunk) => {
		if (head.length < bytes) head = Buffer.concat([head, chunk]).subarray(0, bytes);
	});
	return () => head;
}

/** At least the first bytes of a stream, if it has so many; it is ended then. */
export async function readUpTo(stream: ByteStream, bytes: number): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size >= bytes) break;
	}
	return Buffer.concat(chunks);
}

/** How the connections of open bodies are closed. */
const CLOSERS = new WeakMap<object, () => void>();

/**
 * Says how to close the connection of a body: the HTTP client wraps it, and a wrapper that waits
 * for bytes cannot be destroyed, nor does it close what it wraps.
 */
export function closeWith(body: unknown, abort: () => void): void {
	if (isByteStream(body)) CLOSERS.set(body, abort);
}

function close(body: ByteStream, error?: Error): void {
	if (error) body.emit('error', error);
	body.destroy();
	CLOSERS.get(body)?.();
}

/** Ends a stream that nobody reads to its end, so that its file handle or socket is given back. */
export function discard(body: unknown): void {
	if (isByteStream(body)) close(body);
}
