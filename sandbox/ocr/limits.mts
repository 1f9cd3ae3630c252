import { UnreadableFileError } from './errors.mts';

/** Pixels a page may have: an A3 sheet at 600 dpi has 70 million. */
export const maxPixels = 100_000_000;

/** Pages a file may have. */
export const maxPages = 1000;

/** A decoded page is shrunk to fit into this box: A4 at 300 dpi, which is what Tesseract is trained for. */
export const pageBox = { width: 2480, height: 3508 };

/** Page images fit into this box. */
export const imageBox = { width: 1600, height: 2400 };

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
	throw new UnreadableFileError('too-large', `The file has ${count} pages; at most ${maxPages} are read`);
}
