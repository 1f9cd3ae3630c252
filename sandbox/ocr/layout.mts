import type { Box, Line, Word } from './types.mts';

/**
 * What is read of Tesseract's answer: words in lines in paragraphs in blocks, with boxes in pixels
 * of what it was given.
 */
export type Found = { blocks: Array<{ paragraphs: Array<{ lines: FoundLine[] }> }> | null };
type FoundLine = { bbox: Box; words: Array<{ text: string; bbox: Box; confidence: number }> };

/** A step down to the next line that is this many times the usual one starts a paragraph. */
const paragraphStep = 1.4;

function middle(line: Line): number {
	return (line.box.y0 + line.box.y1) / 2;
}

/**
 * A lone bar is the word "I" when it is as high as its neighbours, and else a ruled line, which is
 * left out.
 */
function withoutBars(words: Word[]): Word[] {
	const height = ({ box }: Word) => box.y1 - box.y0;
	const highest = Math.max(...words.filter((word) => word.text !== '|').map(height));
	return words
		.filter((word) => word.text !== '|' || height(word) <= highest * 1.2)
		.map((word) => (word.text === '|' ? { ...word, text: 'I' } : word));
}

/** The step down from each line to the next; the first line has none. */
function steps(lines: Line[]): number[] {
	return lines.map((line, index) => {
		const above = lines[index - 1];
		return above === undefined ? Infinity : middle(line) - middle(above);
	});
}

/**
 * The step between lines of one paragraph, in pixels: the lower quartile. Infinity when no line
 * stands below another.
 */
function usualStep(all: number[]): number {
	const down = all.filter((step) => step > 0 && step < Infinity).sort((a, b) => a - b);
	return down[Math.floor((down.length - 1) / 4)] ?? Infinity;
}

/**
 * Tesseract's lines as ours, in reading order; boxes are divided by `scale`. Paragraphs come from
 * the distances of the lines: Tesseract's own ones break wherever a line is short.
 */
export function toLines(page: Found, scale: number): Line[] {
	const box = ({ x0, y0, x1, y1 }: Box): Box => ({
		x0: Math.round(x0 / scale),
		y0: Math.round(y0 / scale),
		x1: Math.round(x1 / scale),
		y1: Math.round(y1 / scale),
	});
	const found = (page.blocks ?? [])
		.flatMap((block) => block.paragraphs)
		.flatMap((paragraph) => paragraph.lines);
	const lines = found
		.map((line): Line => {
			const words = withoutBars(
				line.words
					.map((word) => ({
						text: word.text.trim(),
						box: box(word.bbox),
						confidence: word.confidence,
					}))
					.filter((word) => word.text !== ''),
			);
			return {
				text: words.map((word) => word.text).join(' '),
				box: box(line.bbox),
				words,
				startsParagraph: false,
			};
		})
		.filter((line) => line.words.length > 0);

	const down = steps(lines);
	const usual = usualStep(down);
	return lines.map((line, index) => {
		const step = down[index] ?? Infinity;
		return { ...line, startsParagraph: index === 0 || step < 0 || step > usual * paragraphStep };
	});
}

/** Lines joined by a line break, paragraphs by an empty line. */
export function toText(lines: Line[]): string {
	return lines
		.map(({ text, startsParagraph }) => (startsParagraph ? '\n\n' : '\n') + text)
		.join('')
		.trimStart();
}
