import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { imageBox, pageBox } from './limits.mts';
import type { PageImage } from './types.mts';

/** A decoded page, upright, no larger than `pageBox`: three bytes (RGB) a pixel. */
export type RawPage = { data: Uint8Array; width: number; height: number };

/** What Tesseract gets: a grey PNG, `scale` times as large as the page image. */
export type OcrInput = { png: Buffer; scale: number };

/** Below this height in pixels a page is enlarged before recognition. */
const enlargeBelow = 1200;

/** Puts a page on white, and shrinks it to `pageBox`. */
export async function toRawPage(page: Sharp): Promise<RawPage> {
	const { data, info } = await page
		.flatten({ background: '#ffffff' })
		.toColourspace('srgb')
		.resize({ ...pageBox, fit: 'inside', withoutEnlargement: true })
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true });
	if (info.channels === 3) return { data, width: info.width, height: info.height };
	const rgb = await sharp(data, { raw: info }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
	return { data: rgb.data, width: rgb.info.width, height: rgb.info.height };
}

function open(page: RawPage): Sharp {
	return sharp(page.data, { raw: { width: page.width, height: page.height, channels: 3 } });
}

/** The page as a JPEG of quality 85 that fits into `imageBox`. */
export async function toPageImage(page: RawPage): Promise<PageImage> {
	const { data, info } = await open(page)
		.resize({ ...imageBox, fit: 'inside', withoutEnlargement: true })
		.jpeg({ quality: 85 })
		.toBuffer({ resolveWithObject: true });
	return { jpeg: data, width: info.width, height: info.height };
}

/** The page for recognition; `imageWidth` is the width of its page image in pixels. */
export async function toOcrInput(page: RawPage, imageWidth: number): Promise<OcrInput> {
	const factor = Math.min(2, Math.max(1, enlargeBelow / page.height));
	const width = Math.round(page.width * factor);
	const png = await open(page).resize({ width }).greyscale().png({ compressionLevel: 1 }).toBuffer();
	return { png, scale: width / imageWidth };
}
