import type { Box, PageLayout, Word } from './types.mts';

/** Words that stand on one base line, from left to right, cut into pieces where the gap is wide. */
export type Row = { box: Box; pieces: Word[][] };

/** A gap wider than this many times the height of a word separates two cells. */
const wideGap = 1.2;

/** The smallest box around all words; at least one word. */
export function around(words: Word[]): Box {
	const boxes = words.map((word) => word.box);
	return {
		x0: Math.min(...boxes.map((box) => box.x0)),
		y0: Math.min(...boxes.map((box) => box.y0)),
		x1: Math.max(...boxes.map((box) => box.x1)),
		y1: Math.max(...boxes.map((box) => box.y1)),
	};
}

/** The middle one of some numbers, 0 when there are none. */
export function median(numbers: number[]): number {
	return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function middle({ y0, y1 }: Box): number {
	return (y0 + y1) / 2;
}

/** The usual height of a word on the page in pixels. */
export function wordHeight(page: PageLayout): number {
	return median(page.lines.flatMap((line) => line.words).map(({ box }) => box.y1 - box.y0));
}

function cut(words: Word[], gap: number): Word[][] {
	const pieces: Word[][] = [];
	for (const word of words) {
		const piece = pieces.at(-1);
		const before = piece?.at(-1);
		if (piece !== undefined && before !== undefined && word.box.x0 - before.box.x1 <= gap)
			piece.push(word);
		else pieces.push([word]);
	}
	return pieces;
}

/**
 * The rows of a page from top to bottom; lines side by side are one row, even when they were
 * recognised as separate lines.
 */
export function toRows(page: PageLayout): Row[] {
	const height = wordHeight(page);
	const groups: Word[][] = [];
	const lines = page.lines.filter((line) => line.words.length > 0);
	for (const { words } of lines.toSorted((a, b) => middle(a.box) - middle(b.box))) {
		const group = groups.at(-1);
		if (group !== undefined && middle(around(words)) - middle(around(group)) < height / 2)
			group.push(...words);
		else groups.push([...words]);
	}
	return groups.map((words) => ({
		box: around(words),
		pieces: cut(
			words.toSorted((a, b) => a.box.x0 - b.box.x0),
			height * wideGap,
		),
	}));
}
