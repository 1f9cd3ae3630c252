import { around, median, toRows, wordHeight } from './rows.mts';
import type { Row } from './rows.mts';
import type { PageLayout, Table, Word } from './types.mts';

/** A column from `x0` to `x1` in pixels. */
type Column = { x0: number; x1: number };

/** Rows this many times the usual distance apart belong to different tables. */
const farApart = 2.5;

function textOf(words: Word[]): string {
	return words.map((word) => word.text).join(' ');
}

/** `Label: value` lines are fields, not the rows of a table. */
function isField(row: Row): boolean {
	return textOf(row.pieces[0] ?? []).endsWith(':');
}

function isTableRow(row: Row): boolean {
	return row.pieces.length > 1 && !isField(row);
}

/**
 * Runs of table rows; a row with one cell only stays in the run when table rows stand above and
 * below it.
 */
function runs(rows: Row[]): Row[][] {
	const found: Row[][] = [];
	let run: Row[] = [];
	for (const [index, row] of rows.entries()) {
		const next = rows[index + 1];
		const bridges = run.length > 0 && !isField(row) && next !== undefined && isTableRow(next);
		if (isTableRow(row) || bridges) run.push(row);
		else {
			found.push(run);
			run = [];
		}
	}
	return [...found, run];
}

function splitByDistance(run: Row[]): Row[][] {
	const distances = run.slice(1).map((row, index) => row.box.y0 - (run[index]?.box.y0 ?? 0));
	const limit = median(distances) * farApart;
	const parts: Row[][] = [[]];
	for (const [index, row] of run.entries()) {
		if (index > 0 && (distances[index - 1] ?? 0) > limit) parts.push([]);
		parts.at(-1)?.push(row);
	}
	return parts;
}

/** Columns are what remains when the gaps that run through all rows are taken away. */
function columnsOf(rows: Row[], gap: number): Column[] {
	const columns: Column[] = [];
	const boxes = rows.filter(isTableRow).flatMap((row) => row.pieces.map(around));
	for (const { x0, x1 } of boxes.toSorted((a, b) => a.x0 - b.x0)) {
		const column = columns.at(-1);
		if (column !== undefined && x0 - column.x1 < gap) column.x1 = Math.max(column.x1, x1);
		else columns.push({ x0, x1 });
	}
	return columns;
}

/** The index of the column that is nearest to a word. */
function columnOf({ box }: Word, columns: Column[]): number {
	const middle = (box.x0 + box.x1) / 2;
	const away = columns.map(({ x0, x1 }) => Math.max(x0 - middle, middle - x1, 0));
	return away.indexOf(Math.min(...away));
}

/** A header names every column and has no figures, while there are figures below it. */
function isHeader(header: string[], below: string[][]): boolean {
	const hasFigure = (cell: string) => /\d/.test(cell);
	return header.every((cell) => cell !== '' && !hasFigure(cell)) && below.flat().some(hasFigure);
}

/** A table as words in cells: each row has one cell a column; a cell without words is []. */
export type WordTable = { rows: Word[][][]; hasHeaderRow: boolean };

/** The tables of {@link toTables} with the words in their cells, and so with their places. */
export function toWordTables(page: PageLayout): WordTable[] {
	const gap = wordHeight(page) / 2;
	return runs(toRows(page))
		.flatMap(splitByDistance)
		.flatMap((run) => {
			const columns = columnsOf(run, gap);
			if (columns.length < 2 || run.length < 2 || run.length + columns.length < 5) return [];
			const rows = run.map((row) => {
				const words = row.pieces.flat();
				return columns.map((_, index) => words.filter((word) => columnOf(word, columns) === index));
			});
			const [header = [], ...below] = rows.map((row) => row.map(textOf));
			return [{ rows, hasHeaderRow: isHeader(header, below) }];
		});
}

/**
 * The tables of a page, from the places of its words alone: at least three rows of two columns, or
 * two rows of three. A page without a table gives []. Every row has one cell a column; a cell
 * without words is ''.
 */
export function toTables(page: PageLayout): Table[] {
	return toWordTables(page).map(({ rows, hasHeaderRow }) => {
		const texts = rows.map((row) => row.map(textOf));
		return { rows: texts, hasHeaderRow, headerContent: hasHeaderRow ? (texts[0] ?? null) : null };
	});
}
