import { createHash } from 'crypto';

import { PageCounter } from '../files/pageCount';
import type { InputFile } from '../http/multipart';

/** What is to be told of the bytes of a file. */
interface Wanted {
	hash: boolean;
	pages: boolean;
}

/** What the bytes of a file tell before it is sent. */
export interface FileContent {
	/** SHA-256 over the bytes, as hexadecimal digits; empty when it was not asked for. */
	sha256: string;
	/** Null where the pages cannot be told; undefined when they were not asked for. */
	pages: number | null | undefined;
}

/** A file of 20 MB in 20 pieces: each one costs n8n's store a turn. Bytes. */
const PIECE = 2 ** 20;

/** Reads a file once, as a stream, and only as far as it says something. */
export async function readContent(file: InputFile, wanted: Wanted): Promise<FileContent> {
	const hash = wanted.hash ? createHash('sha256') : undefined;
	const counter = wanted.pages ? new PageCounter() : undefined;
	const content = await file.open(PIECE);
	// A stream that is left is ended.
	for await (const piece of content instanceof Uint8Array ? [content] : content) {
		hash?.update(piece);
		await counter?.add(piece);
		if (!hash && counter?.isDecided) break;
	}
	return { sha256: hash?.digest('hex') ?? '', pages: await counter?.end() };
}
