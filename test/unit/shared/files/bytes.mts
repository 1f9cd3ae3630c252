import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { countPages } from '../../../../nodes/shared/files/pageCount.ts';

/** Bytes as they come from a stream, in pieces of so many. */
export async function* inPieces(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function pagesOf(bytes: Uint8Array, pieceSize?: number): Promise<number | null> {
	return await countPages(inPieces(bytes, pieceSize));
}

/** A file that another program made. */
export async function made(name: string): Promise<Buffer> {
	return await readFile(join(import.meta.dirname, 'made', name));
}
