import type { Bbox, Page } from 'tesseract.js';
import type { Box, Line } from './types.mts';

/** Tesseract's blocks, paragraphs and lines as our lines, in reading order; boxes are divided by `scale`. */
export function toLines(page: Pick<Page, 'blocks'>, scale: number): Line[] {
	const box = ({ x0, y0, x1, y1 }: Bbox): Box => ({
		x0: Math.round(x0 / scale),
		y0: Math.round(y0 / scale),
		x1: Math.round(x1 / scale),
		y1: Math.round(y1 / scale),
	});
	const paragraphs = (page.blocks ?? []).flatMap((block) => block.paragraphs);
	return paragraphs.flatMap((paragraph) => {
		const lines = paragraph.lines.map((line) => {
			const words = line.words
				.filter((word) => word.text.trim() !== '')
				.map((word) => ({ text: word.text.trim(), box: box(word.bbox), confidence: word.confidence }));
			return { text: words.map((word) => word.text).join(' '), box: box(line.bbox), words, startsParagraph: false };
		});
		return lines.filter((line) => line.words.length > 0).map((line, index) => ({ ...line, startsParagraph: index === 0 }));
	});
}

/** Lines joined by a line break, paragraphs by an empty line. */
export function toText(lines: Line[]): string {
	return lines
		.map((line, index) => (index === 0 ? '' : line.startsParagraph ? '\n\n' : '\n') + line.text)
		.join('');
}
