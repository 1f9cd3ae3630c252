import { readFile } from 'node:fs/promises';

/**
 * Number of pages; a file that cannot be opened counts as one page (it fails later, when it is
 * read).
 */
export async function pageCountOf(path: string, mimeType: string): Promise<number> {
	if (mimeType === 'image/png' || mimeType === 'image/jpeg') return 1;
	const { countPages } = await import('../../ocr/index.mts');
	try {
		return Math.max(1, await countPages(await readFile(path), mimeType));
	} catch {
		return 1;
	}
}
