import { openBmp } from './bmp.mts';
import { openHeic } from './heic.mts';
import { openImage } from './image.mts';
import { openPdf } from './pdf.mts';
import type { RawPage } from './raw.mts';
import { detectType } from './detectType.mts';
import { UnreadableFileError } from './errors.mts';

/** An open file: pages are decoded one by one, `index` counts from 0. */
export type PageSource = { count: number; page(index: number): Promise<RawPage>; close(): void };

/**
 * Opens a file by what its bytes say; the mime type that came with it only serves for the message.
 * @throws UnreadableFileError
 */
export async function openPages(file: Uint8Array, mimeType: string): Promise<PageSource> {
	const type = detectType(file);
	if (type === 'application/pdf') return await openPdf(file);
	if (type === 'image/heic') return openHeic(file);
	if (type === 'image/bmp') return openBmp(file);
	if (type !== null) return await openImage(file, type);
	throw new UnreadableFileError(
		'unsupported',
		`This is not a PDF or an image that can be read (sent as ${mimeType})`,
	);
}
