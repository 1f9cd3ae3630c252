import PDFDocument from 'pdfkit';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import type { ReadPage } from '../processings.mts';

/** Query parameters of a PDF, as the service describes them. */
export type PdfOptions = {
	/** 1 to 100 */
	jpegQuality: number;
	/** Longer and shorter side of the images in pixels; null = as they are. */
	imageHeight: number | null;
	imageWidth: number | null;
	/** Longer and shorter side of the paper in millimetres; null = as the images are at `dpi`. */
	pageHeight: number | null;
	pageWidth: number | null;
	dpi: number;
};

/** What is meant where the query says nothing. */
export const defaultPdfOptions: PdfOptions = {
	jpegQuality: 25,
	imageHeight: null,
	imageWidth: null,
	pageHeight: null,
	pageWidth: null,
	dpi: 220,
};

/** A page with its image as JPEG. */
export type PdfPage = { page: ReadPage; jpeg: Buffer };

/** A PDF of page images, each below an invisible layer of its words. */
export async function pdfOf(pages: readonly PdfPage[], options: PdfOptions): Promise<Buffer> {
	const pdf = new PDFDocument({ autoFirstPage: false, margin: 0 });
	const written = buffer(pdf);
	for (const { page, jpeg } of pages) {
		const [width, height] = paper(page, options);
		pdf.addPage({ size: [width, height], margin: 0 });
		pdf.image(await picture(page, jpeg, options), 0, 0, { width, height });
		addText(pdf, page, width / page.width, height / page.height);
	}
	pdf.end();
	return await written;
}

/** Width and height of the paper in points; a page that lies is on paper that lies. */
function paper(page: ReadPage, { pageHeight, pageWidth, dpi }: PdfOptions): [number, number] {
	if (pageHeight === null || pageWidth === null)
		return [(page.width / dpi) * 72, (page.height / dpi) * 72];
	const sides = [pageHeight, pageWidth].map((millimetres) => (millimetres / 25.4) * 72);
	const [long, short] = [Math.max(...sides), Math.min(...sides)];
	return page.width > page.height ? [long, short] : [short, long];
}

async function picture(
	page: ReadPage,
	jpeg: Buffer,
	{ imageHeight, imageWidth, jpegQuality }: PdfOptions,
): Promise<Buffer> {
	const lies = page.width > page.height;
	const width = (lies ? imageHeight : imageWidth) ?? undefined;
	const height = (lies ? imageWidth : imageHeight) ?? undefined;
	const image =
		width === undefined && height === undefined
			? sharp(jpeg)
			: sharp(jpeg).resize({ width, height, fit: 'inside' });
	return await image.jpeg({ quality: jpegQuality }).toBuffer();
}

/** Words in their places; text rendering mode 3 of PDF neither fills nor strokes. */
function addText(pdf: PDFKit.PDFDocument, page: ReadPage, scaleX: number, scaleY: number): void {
	pdf.save().font('Helvetica');
	pdf.addContent('3 Tr');
	for (const { text, box } of page.lines.flatMap((line) => line.words)) {
		pdf.fontSize(Math.max(1, (box.y1 - box.y0) * scaleY));
		const width = pdf.widthOfString(text);
		const horizontalScaling = width > 0 ? (((box.x1 - box.x0) * scaleX) / width) * 100 : 100;
		// The types of pdfkit lack `horizontalScaling` (percent).
		const options = { lineBreak: false, horizontalScaling };
		pdf.text(text, box.x0 * scaleX, box.y0 * scaleY, options);
	}
	pdf.restore();
}
