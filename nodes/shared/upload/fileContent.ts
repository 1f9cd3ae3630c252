import { createHash } from 'crypto';

import { PageCounter } from '../files/pageCount';
import type { InputFile } from '../http/multipart';

/** What the bytes of a file tell before it is sent. */
export interface FileContent {
	/** SHA-256 over the bytes, as hexadecimal digits. */
	sha256: string;
	/** Null where the pages cannot be told; undefined when they were not asked for. */
	pages: number | null | undefined;
}

/** Reads a file once, as a stream. @param countsPages whether its pages are counted too */
export async function readContent(file: InputFile, countsPages: boolean): Promise<FileContent> {
	const hash = createHash('sha256');
	const counter = countsPages ? new PageCounter() : undefined;
	const add = async (chunk: Uint8Array) => {
		hash.update(chunk);
		await counter?.add(chunk);
	};
	const content = await file.open();
	if (content instanceof Uint8Array) await add(content);
	else
		try {
			for await (const chunk of content) await add(chunk);
		} finally {
			content.destroy();
		}
	return { sha256: hash.digest('hex'), pages: await counter?.end() };
}
