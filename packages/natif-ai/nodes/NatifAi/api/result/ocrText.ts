import {
	anyText,
	arrayOf,
	asList,
	isObject,
	numberOf,
	objectOf,
	textOf,
} from '../../../shared/core/json';
import type { TextPage } from '../../../shared/core/documentResult';

/** A word on a page, in the page's own units from its top left corner. */
interface Word {
	text: string;
	left: number;
	top: number;
	bottom: number;
}

interface Line {
	top: number;
	bottom: number;
	words: Word[];
}

/** Words whose heights overlap by this share of the smaller one stand on one line. */
const SAME_LINE = 0.5;

/**
 * The pages of an OCR result with their text in reading order: `fulltext`, or the boxes put into
 * lines where it is missing.
 */
export function pagesOf(ocr: unknown): TextPage[] {
	return asList(isObject(ocr) ? ocr.pages : ocr).map((entry, index) => {
		const { fulltext, bboxes } = isObject(entry) ? entry : { fulltext: entry };
		const text = (fulltext ?? null) === null ? linesOf(arrayOf(bboxes)) : anyText(fulltext);
		return { pageNumber: index + 1, text };
	});
}

/** Lines from the top, words from the left. */
function linesOf(boxes: unknown[]): string {
	const lines: Line[] = [];
	for (const word of boxes
		.flatMap(readWord)
		.toSorted((a, b) => a.top + a.bottom - b.top - b.bottom)) {
		const line = lines.findLast((candidate) => isOn(candidate, word));
		if (line) line.words.push(word);
		else lines.push({ top: word.top, bottom: word.bottom, words: [word] });
	}
	return lines
		.map(({ words }) =>
			words
				.toSorted((a, b) => a.left - b.left)
				.map(({ text }) => text)
				.join(' '),
		)
		.join('\n');
}

function isOn({ top, bottom }: Line, word: Word): boolean {
	const overlap = Math.min(bottom, word.bottom) - Math.max(top, word.top);
	return overlap > SAME_LINE * Math.min(bottom - top, word.bottom - word.top);
}

function readWord(box: unknown): Word[] {
	const { text, x1, y1, y2 } = objectOf(box);
	const [word, left, top] = [textOf(text), numberOf(x1) ?? 0, numberOf(y1) ?? 0];
	return word === null
		? []
		: [{ text: word, left, top, bottom: Math.max(numberOf(y2) ?? top, top + 1) }];
}
