import { Document, Packer, Paragraph } from 'docx';
import type { JsonObject } from '../../shared/json.mts';
import { cellText, pagesOf } from './pages.mts';

/** A Word file: a paragraph a line, each page on a page of its own. */
export async function toDocx(document: JsonObject): Promise<Buffer> {
	const children = pagesOf(document).flatMap(({ transcript }, page) =>
		cellText(transcript)
			.split('\n')
			.map((text, line) => new Paragraph({ text, pageBreakBefore: page > 0 && line === 0 })),
	);
	return Packer.toBuffer(
		new Document({ title: cellText(document.file_name), sections: [{ children }] }),
	);
}
