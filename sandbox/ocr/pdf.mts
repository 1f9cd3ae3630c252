import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { messageOf, UnreadableFileError } from './errors.mts';
import { checkPages, scaleToKeep } from './limits.mts';
import type { PageSource } from './pages.mts';
import { toRawPage } from './raw.mts';

/** PDF lengths are in points of 1/72 inch; pages are drawn at 300 dpi unless they are large. */
const maxScale = 300 / 72;

let library: Promise<PDFiumLibrary> | undefined;

function broken(error: unknown): UnreadableFileError {
	const message = messageOf(error);
	if (/password|security/i.test(message)) {
		return new UnreadableFileError('encrypted', 'The PDF is protected with a password', error);
	}
	return new UnreadableFileError('broken', `The PDF is damaged: ${message}`, error);
}

/**
 * Opens a PDF; pages are drawn with the values of their form fields.
 * @throws UnreadableFileError
 */
export async function openPdf(file: Uint8Array): Promise<PageSource> {
	library ??= PDFiumLibrary.init();
	const pdfium = await library;
	const document = await pdfium.loadDocument(file).catch((error: unknown) => {
		throw broken(error);
	});
	const count = document.getPageCount();
	try {
		if (count === 0) throw new UnreadableFileError('broken', 'The PDF has no pages');
		checkPages(count);
	} catch (error) {
		document.destroy();
		throw error;
	}
	return {
		count,
		page: async (index) => {
			try {
				const page = document.getPage(index);
				const { originalWidth, originalHeight } = page.getOriginalSize();
				const scale = Math.min(maxScale, scaleToKeep(originalWidth, originalHeight));
				const { data, width, height } = await page.render({
					scale,
					render: 'bitmap',
					renderFormFields: true,
				});
				return await toRawPage(sharp(data, { raw: { width, height, channels: 4 } }), width, height);
			} catch (error) {
				throw broken(error);
			}
		},
		close: () => document.destroy(),
	};
}
