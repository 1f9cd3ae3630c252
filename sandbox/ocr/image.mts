import sharp from 'sharp';
import { messageOf, UnreadableFileError } from './errors.mts';
import { checkPages, checkPixels, maxPixels } from './limits.mts';
import type { PageSource } from './pages.mts';
import { toRawPage } from './raw.mts';
import type { MimeType } from './types.mts';

/**
 * Opens an image that sharp reads. A TIFF has all its pages; of an animation only the first picture
 * counts.
 * @throws UnreadableFileError
 */
export async function openImage(file: Uint8Array, type: MimeType): Promise<PageSource> {
	const broken = (error: unknown) => {
		if (error instanceof UnreadableFileError) return error;
		return new UnreadableFileError(
			'broken',
			`The image is damaged (${type}): ${messageOf(error)}`,
			error,
		);
	};
	const open = (page: number, limitInputPixels: number | false) =>
		sharp(file, { page, limitInputPixels, failOn: 'error' });
	const attempt = async <T,>(work: () => Promise<T>): Promise<T> =>
		await work().catch((error: unknown) => {
			throw broken(error);
		});
	// Reads the header only, so that a size above the limit is told before anything is decoded.
	const header = async (page: number) =>
		await attempt(async () => {
			const found = await open(page, false).metadata();
			checkPixels(found.width, found.height);
			return found;
		});
	const { pages } = await header(0);
	const count = type === 'image/tiff' ? (pages ?? 1) : 1;
	checkPages(count);
	return {
		count,
		page: async (index) => {
			const { width, height } = (await header(index)).autoOrient;
			return await attempt(
				async () => await toRawPage(open(index, maxPixels).autoOrient(), width, height),
			);
		},
		close: () => {},
	};
}
