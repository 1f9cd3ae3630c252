import { recognizeImage, workerCount } from './engine.mts';
import { toLines, toText } from './layout.mts';
import { openPages } from './pages.mts';
import { toOcrInput, toPageImage } from './raw.mts';
import type { RawPage } from './raw.mts';
import type { PageImage, RecognizedPage } from './types.mts';

/**
 * Works through all pages of a file, two at a time, so that memory does not grow with the decoded
 * pages.
 */
async function mapPages<T>(
	file: Uint8Array,
	mimeType: string,
	work: (page: RawPage, index: number) => Promise<T>,
): Promise<T[]> {
	const source = await openPages(file, mimeType);
	const results: T[] = [];
	let next = 0;
	const run = async () => {
		while (next < source.count) {
			const index = next++;
			results[index] = await work(await source.page(index), index);
		}
	};
	const runs = await Promise.allSettled(Array.from({ length: workerCount }, run));
	source.close();
	for (const outcome of runs) if (outcome.status === 'rejected') throw outcome.reason;
	return results;
}

/**
 * Reads the text of all pages, in order.
 * @param mimeType what the sender said; the bytes decide
 * @throws UnreadableFileError
 */
export async function recognize(file: Uint8Array, mimeType: string): Promise<RecognizedPage[]> {
	return await mapPages(file, mimeType, async (page, index) => {
		const image = await toPageImage(page);
		const { png, scale } = await toOcrInput(page, image.width);
		const lines = toLines(await recognizeImage(png), scale);
		return { pageNumber: index + 1, text: toText(lines), image, lines };
	});
}

/**
 * The pages as JPEGs (quality 85, at most 1600 pixels wide), in order, without recognition.
 * @throws UnreadableFileError
 */
export async function renderPages(file: Uint8Array, mimeType: string): Promise<PageImage[]> {
	return await mapPages(file, mimeType, toPageImage);
}

/**
 * How many pages a file has; nothing is drawn.
 * @throws UnreadableFileError
 */
export async function countPages(file: Uint8Array, mimeType: string): Promise<number> {
	const source = await openPages(file, mimeType);
	source.close();
	return source.count;
}
