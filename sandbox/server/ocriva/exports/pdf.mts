import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { JsonValue } from '../../shared/json.mts';
import { piecesOf } from './content.mts';

/** A result as a PDF, in a standard font: letters beyond Western European ones do not come out. */
export async function toPdf(result: JsonValue, title: string): Promise<Buffer> {
	const document = new PDFDocument({ info: { Title: title } });
	document.fontSize(11);
	for (const piece of piecesOf(result)) {
		if ('line' in piece) document.text(piece.line === '' ? ' ' : piece.line);
		else document.text(piece.title).table({ data: piece.grid });
	}
	document.end();
	return buffer(document);
}
