import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/**
 * What to send so that a PDF or a file of text or JSON has at least `size` bytes: the content with
 * spaces behind it, in small pieces, which readers ignore. Other files, and those that are large
 * enough, stay as they are.
 */
export function sendFilledUp(
	reply: FastifyReply,
	type: string,
	content: string | Buffer,
	size: number,
): string | Buffer | Readable {
	const missing = size - Buffer.byteLength(content);
	if (missing <= 0 || !/^text\/|json|pdf/.test(type)) return content;
	reply.header('content-length', size);
	return Readable.from(filledUp(content, missing));
}

function* filledUp(content: string | Buffer, spaces: number): Generator<Buffer> {
	yield Buffer.from(content);
	const piece = Buffer.alloc(64 * 1024, ' ');
	for (let left = spaces; left > 0; left -= piece.length) yield piece.subarray(0, left);
}
