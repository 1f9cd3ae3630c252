import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { imageWidth, scaleToKeep } from './limits.mts';
import type { PageImage } from './types.mts';

/** A decoded page, upright, not larger than `scaleToKeep` allows: three bytes (RGB) a pixel. */
export type RawPage = { data: Uint8Array; width: number; height: number };

/** What Tesseract gets: a grey PNG, `scale` times as large as the page image. */
export type OcrInput = { png: Buffer; scale: number };

/** Below this height in pixels a page is enlarged before recognition. */
const enlargeBelow = 1200;

/** Puts a page of this size in pixels on white, and shrinks it when it is large. */
export async function toRawPage(page: Sharp, width: number, height: number): Promise<RawPage> {
	const scale = Math.min(1, scaleToKeep(width, height));
	const { data, info } = await page
		.resize({
			width: Math.max(1, Math.round(width * scale)),
			height: Math.max(1, Math.round(height * scale)),
			fit: 'fill',
		})
		.flatten({ background: '#ffffff' })
		.toColourspace('srgb')
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true });
	if (info.channels !== 3) throw new Error(`Expected three colours, got ${info.channels}`);
	return { data, width: info.width, height: info.height };
}

function open(page: RawPage): Sharp {
	return sharp(page.data, { raw: { width: page.width, height: page.height, channels: 3 } });
}

/** The page as a JPEG of quality 85 at most `imageWidth` wide. */
export async function toPageImage(page: RawPage): Promise<PageImage> {
	const { data, info } = await open(page)
		.resize({ width: imageWidth, withoutEnlargement: true })
		.jpeg({ quality: 85 })
		.toBuffer({ resolveWithObject: true });
	return { jpeg: data, width: info.width, height: info.height };
}

/** The page for recognition; `shownWidth` is the width of its page image in pixels. */
export async function toOcrInput(page: RawPage, shownWidth: number): Promise<OcrInput> {
	const factor = Math.min(2, Math.max(1, enlargeBelow / page.height));
	const width = Math.round(page.width * factor);
	const png = await open(page)
		.resize({ width })
		.greyscale()
		.png({ compressionLevel: 1 })
		.toBuffer();
	return { png, scale: width / shownWidth };
}
