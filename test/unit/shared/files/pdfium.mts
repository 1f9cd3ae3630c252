import { PDFiumLibrary } from '@hyzyla/pdfium';

let library: Promise<PDFiumLibrary> | undefined;

/** The pages that PDFium finds, or null where it cannot open the file or finds none. */
export async function pagesOfPdfium(file: Buffer, password = ''): Promise<number | null> {
	library ??= PDFiumLibrary.init();
	const pdfium = await library;
	try {
		const document = await pdfium.loadDocument(file, password);
		const pages = document.getPageCount();
		document.destroy();
		return pages || null;
	} catch {
		return null;
	}
}
