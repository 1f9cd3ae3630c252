import sharp from 'sharp';
import { messageOf, UnreadableFileError } from './errors.mts';
import { checkPages, checkPixels, maxPixels } from './limits.mts';
import type { PageSource } from './pages.mts';
import { toRawPage } from './raw.mts';
import type { MimeType } from './types.mts';

/**
 * Opens an image that sharp reads. A TIFF has all its pages; of an animation only the first picture counts.
 * @throws UnreadableFileError
 */
export async function openImage(file: Uint8Array, type: MimeType): Promise<PageSource> {
	const broken = (error: unknown) => {
		if (error instanceof UnreadableFileError) return error;
		return new UnreadableFileError('broken', `The image is damaged (${type}): ${messageOf(error)}`, error);
	};
	const open = (page: number) => sharp(file, { page, limitInputPixels: maxPixels, failOn: 'error' });
	const count = await open(0).metadata().then(({ width, height, pages }) => {
		checkPixels(width, height);
		return type === 'image/tiff' ? (pages ?? 1) : 1;
	}).catch((error: unknown) => { throw broken(error); });
	checkPages(count);
	return {
		count,
		page: async (index) => await toRawPage(open(index).autoOrient()).catch((error: unknown) => { throw broken(error); }),
		close: () => {},
	};
}
