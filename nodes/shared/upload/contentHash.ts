import { createHash } from 'crypto';

import type { InputFile } from '../http/multipart';

/** SHA-256 over the bytes of a file, as hexadecimal digits. Reads it once, as a stream. */
export async function contentHash(file: InputFile): Promise<string> {
	const hash = createHash('sha256');
	const content = await file.open();
	if (content instanceof Uint8Array) return hash.update(content).digest('hex');
	try {
		for await (const chunk of content) hash.update(chunk);
	} finally {
		content.destroy();
	}
	return hash.digest('hex');
}
