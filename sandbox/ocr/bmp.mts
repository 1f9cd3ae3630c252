import sharp from 'sharp';
import { messageOf, UnreadableFileError } from './errors.mts';
import { checkPixels } from './limits.mts';
import type { PageSource } from './pages.mts';
import { toRawPage } from './raw.mts';

/**
 * Width and height in pixels out of the header, before anything is decoded; a negative height means
 * rows from the top.
 */
function sizeOf(file: Uint8Array): { width: number; height: number } {
	const header = Buffer.from(file.buffer, file.byteOffset, Math.min(file.byteLength, 26));
	if (header.length < 26)
		throw new UnreadableFileError('broken', 'The BMP image is damaged: it ends in its header');
	return { width: Math.abs(header.readInt32LE(18)), height: Math.abs(header.readInt32LE(22)) };
}

/**
 * Opens a BMP image.
 * @throws UnreadableFileError
 */
export function openBmp(file: Uint8Array): PageSource {
	const { width, height } = sizeOf(file);
	checkPixels(width, height);
	return {
		count: 1,
		page: async () => {
			const { createCanvas, loadImage } = await import('@napi-rs/canvas');
			const image = await loadImage(file).catch((error: unknown) => {
				throw new UnreadableFileError(
					'broken',
					`The BMP image is damaged: ${messageOf(error)}`,
					error,
				);
			});
			const context = createCanvas(image.width, image.height).getContext('2d');
			context.drawImage(image, 0, 0);
			const { data } = context.getImageData(0, 0, image.width, image.height);
			const pixels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
			return await toRawPage(
				sharp(pixels, { raw: { width: image.width, height: image.height, channels: 4 } }),
				image.width,
				image.height,
			);
		},
		close: () => {},
	};
}
