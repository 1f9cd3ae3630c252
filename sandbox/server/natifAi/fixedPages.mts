import { toText } from '../../ocr/layout.mts';
import { around } from '../../ocr/rows.mts';
import type { Line, Word } from '../../ocr/types.mts';
import type { ReadPage } from './processings.mts';
import type { Workflow } from './workflows.mts';

/** A4 at 150 dpi. */
const size = { width: 1240, height: 1754 };

/** Pixels of a character, of a line's height, and between the tops of two lines. */
const pitch = { character: 14, line: 24, step: 40 };

const margin = 100;

/** Where the second cell of a table row stands. */
const secondColumn = 800;

/** A line: texts by the place where they begin, in pixels from the left. */
type Row = Array<[number, string]>;

/**
 * Pages made up from file name and page number, for tests and measurements. Extracting workflows
 * find two fields and a table on each page; a document begins on every second page.
 */
export function fixedPages(fileName: string, pageCount: number, workflow: Workflow): ReadPage[] {
	return Array.from({ length: pageCount }, (_, index) => {
		const page = index + 1;
		const text = `text of ${fileName}, page ${page}`;
		return fixedPage(
			[[[margin, text]], ...(workflow.extracts ? content(fileName, page) : [])],
			index % 2 === 0,
		);
	});
}

/** A page with these lines of text. */
export function textPage(text: string, begins: boolean): ReadPage {
	return fixedPage(
		text.split('\n').map((line): Row => (line.trim() === '' ? [] : [[margin, line]])),
		begins,
	);
}

function content(fileName: string, page: number): Row[] {
	return [
		[],
		[[margin, `File: ${fileName}`]],
		[[margin, `Page: ${page}`]],
		[],
		[
			[margin, 'Item'],
			[secondColumn, 'Amount'],
		],
		[
			[margin, `first of ${fileName}, page ${page}`],
			[secondColumn, '1.50'],
		],
		[
			[margin, 'second'],
			[secondColumn, '2.00'],
		],
	];
}

function fixedPage(rows: Row[], begins: boolean): ReadPage {
	const placed = rows.map((row, index) =>
		row.flatMap(([x, text]) => wordsOf(text, x, margin + index * pitch.step)),
	);
	const lines = placed.flatMap((words, index): Line[] => {
		if (words.length === 0) return [];
		const startsParagraph = index === 0 || placed[index - 1]?.length === 0;
		return [
			{ text: words.map(({ text }) => text).join(' '), box: around(words), words, startsParagraph },
		];
	});
	return { ...size, text: toText(lines), lines, begins, confidence: 0.99 };
}

function wordsOf(text: string, x: number, y: number): Word[] {
	return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => {
		const x0 = Math.min(x + index * pitch.character, size.width - margin);
		return {
			text: word,
			box: {
				x0,
				y0: y,
				x1: Math.min(x0 + word.length * pitch.character, size.width),
				y1: y + pitch.line,
			},
			confidence: 96,
		};
	});
}
