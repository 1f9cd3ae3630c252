import heic from 'heic-decode';
import sharp from 'sharp';
import { messageOf, UnreadableFileError } from './errors.mts';
import { checkPixels } from './limits.mts';
import type { PageSource } from './pages.mts';
import { toRawPage } from './raw.mts';

/**
 * Opens a HEIC photo (its first picture). The decoder turns it upright.
 * @throws UnreadableFileError
 */
export async function openHeic(file: Uint8Array): Promise<PageSource> {
	const images = await heic.all({ buffer: file }).catch((error: unknown) => {
		throw new UnreadableFileError('broken', `The HEIC image is damaged: ${messageOf(error)}`, error);
	});
	const [image] = images;
	if (image === undefined) throw new UnreadableFileError('broken', 'The HEIC image has no picture');
	checkPixels(image.width, image.height);
	return {
		count: 1,
		page: async () => {
			const { data, width, height } = await image.decode().catch((error: unknown) => {
				throw new UnreadableFileError('broken', `The HEIC image is damaged: ${messageOf(error)}`, error);
			});
			return await toRawPage(sharp(data, { raw: { width, height, channels: 4 } }));
		},
		close: () => images.dispose(),
	};
}
