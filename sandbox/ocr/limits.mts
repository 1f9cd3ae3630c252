import { UnreadableFileError } from './errors.mts';

/** Pixels a page may have: an A3 sheet at 600 dpi has 70 million. */
export const maxPixels = 100_000_000;

/** Pages a file may have. */
export const maxPages = 1000;

/**
 * Pixels that are kept of a page: those of A4 at 300 dpi, which is what Tesseract is trained for.
 */
const keptPixels = 2480 * 3508;

/** Pixels that a side keeps, for very long strips. */
const keptSide = 16_000;

/** Page images are at most this many pixels wide. */
export const imageWidth = 1600;

/** How much a page of this size is to be shrunk; above 1 when it could also be drawn larger. */
export function scaleToKeep(width: number, height: number): number {
	return Math.min(Math.sqrt(keptPixels / (width * height)), keptSide / Math.max(width, height));
}

/** @throws UnreadableFileError `too-large`, before anything is decoded */
export function checkPixels(width: number, height: number): void {
	if (width * height <= maxPixels) return;
	throw new UnreadableFileError(
		'too-large',
		`The image has ${width} x ${height} pixels; at most ${maxPixels / 1e6} million are read`,
	);
}

/** @throws UnreadableFileError `too-large` */
export function checkPages(count: number): void {
	if (count <= maxPages) return;
	throw new UnreadableFileError(
		'too-large',
		`The file has ${count} pages; at most ${maxPages} are read`,
	);
}
