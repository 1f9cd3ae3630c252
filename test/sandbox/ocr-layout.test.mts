import { toFields } from '../../sandbox/ocr/fields.mts';
import { toLines, toText } from '../../sandbox/ocr/layout.mts';
import type { Found } from '../../sandbox/ocr/layout.mts';
import { toTables } from '../../sandbox/ocr/tables.mts';
import type { Line, Word } from '../../sandbox/ocr/types.mts';

/**
 * A line of words on the base line `y`, each as [text, x]; letters are 10 pixels wide, words 20
 * high.
 */
function line(y: number, ...words: Array<[string, number]>): Line {
	const placed = words.map(
		([text, x]): Word => ({
			text,
			confidence: 90,
			box: { x0: x, y0: y - 20, x1: x + text.length * 10, y1: y },
		}),
	);
	const x1 = Math.max(...placed.map(({ box }) => box.x1));
	const box = { x0: words[0]?.[1] ?? 0, y0: y - 20, x1, y1: y };
	return {
		text: placed.map(({ text }) => text).join(' '),
		box,
		words: placed,
		startsParagraph: false,
	};
}

function rowsOf(...lines: Line[]): string[][][] {
	return toTables({ lines }).map(({ rows }) => rows);
}

describe('tables', () => {
	test('columns come from gaps, cells may have several words', () => {
		const tables = toTables({
			lines: [
				line(100, ['Item', 0], ['Sold', 200], ['to', 246]),
				line(140, ['Red', 0], ['apples', 36], ['12', 200]),
				line(180, ['Pears', 4], ['8', 204]),
			],
		});
		const rows = [
			['Item', 'Sold to'],
			['Red apples', '12'],
			['Pears', '8'],
		];
		expect(tables).toEqual([{ rows, hasHeaderRow: true, headerContent: rows[0] }]);
	});

	test('figures in the first row: no header', () => {
		expect(
			toTables({
				lines: [
					line(100, ['Tea', 0], ['3', 200]),
					line(140, ['Cake', 0], ['4', 200]),
					line(180, ['Total', 0], ['7', 200]),
				],
			}),
		).toMatchObject([{ hasHeaderRow: false, headerContent: null }]);
	});

	test('words only: nothing tells a header, so none is claimed', () => {
		expect(
			toTables({
				lines: [
					line(100, ['Name', 0], ['Town', 200]),
					line(140, ['Ann', 0], ['Rye', 200]),
					line(180, ['Bob', 0], ['Bath', 200]),
				],
			}),
		).toMatchObject([{ hasHeaderRow: false, headerContent: null }]);
	});

	test('an empty cell stays empty, in the middle and alone', () => {
		expect(
			rowsOf(
				line(100, ['A', 0], ['B', 100], ['C', 200]),
				line(140, ['1', 0], ['3', 200]),
				line(180, ['2', 100]),
				line(220, ['4', 0], ['5', 100], ['6', 200]),
			),
		).toEqual([
			[
				['A', 'B', 'C'],
				['1', '', '3'],
				['', '2', ''],
				['4', '5', '6'],
			],
		]);
	});

	test('figures that are set to the right', () => {
		expect(
			rowsOf(
				line(100, ['Tea', 0], ['3.20', 200]),
				line(140, ['Cake', 0], ['12.00', 190]),
				line(180, ['All', 0], ['115.20', 180]),
			),
		).toEqual([
			[
				['Tea', '3.20'],
				['Cake', '12.00'],
				['All', '115.20'],
			],
		]);
	});

	test('columns that were recognised as lines of their own', () => {
		expect(
			rowsOf(
				line(100, ['Tea', 0]),
				line(140, ['Cake', 0]),
				line(180, ['Toast', 0]),
				line(102, ['3', 200]),
				line(139, ['4', 200]),
				line(181, ['5', 200]),
			),
		).toEqual([
			[
				['Tea', '3'],
				['Cake', '4'],
				['Toast', '5'],
			],
		]);
	});

	test('a title above and a note below stay outside', () => {
		expect(
			rowsOf(
				line(40, ['Market', 0], ['stall', 70]),
				line(100, ['Tea', 0], ['3', 200]),
				line(140, ['Cake', 0], ['4', 200]),
				line(180, ['Toast', 0], ['5', 200]),
				line(240, ['Thank', 0], ['you', 60]),
			),
		).toEqual([
			[
				['Tea', '3'],
				['Cake', '4'],
				['Toast', '5'],
			],
		]);
	});

	test('two tables far apart', () => {
		const rows = (top: number) => [0, 40, 80].map((y) => line(top + y, ['Tea', 0], ['3', 200]));
		expect(rowsOf(...rows(100), ...rows(500)).map((table) => table.length)).toEqual([3, 3]);
	});

	test('no table: running text, a lone pair, fields, a blank page', () => {
		expect(
			rowsOf(
				line(100, ['Dear', 0], ['Rosa', 50]),
				line(140, ['thank', 0], ['you', 60]),
				line(180, ['so', 0], ['much', 30]),
			),
		).toEqual([]);
		expect(
			rowsOf(line(100, ['Helen', 0], ['14', 400]), line(140, ['Dear', 0], ['Rosa', 50])),
		).toEqual([]);
		expect(
			rowsOf(...[100, 140, 180, 220].map((y) => line(y, ['Town:', 0], ['Bath', 200]))),
		).toEqual([]);
		expect(rowsOf()).toEqual([]);
	});
});

describe('fields', () => {
	test('label and value, near or far apart, and a label without a value', () => {
		expect(
			toFields({
				lines: [
					line(100, ['First', 0], ['name:', 60], ['Ann', 400]),
					line(140, ['Phone:', 0], ['01632', 70], ['960147', 130]),
					line(180, ['Notes:', 0]),
					line(220, ['Label:', 0]),
					line(222, ['apart', 300]),
				],
			}),
		).toEqual([
			{ label: 'First name', value: 'Ann' },
			{ label: 'Phone', value: '01632 960147' },
			{ label: 'Notes', value: '' },
			{ label: 'Label', value: 'apart' },
		]);
	});

	test('the value keeps its colons; the same label twice is kept twice', () => {
		expect(
			toFields({
				lines: [line(100, ['Open:', 0], ['9:30', 100]), line(140, ['Open:', 0], ['14:00', 100])],
			}),
		).toEqual([
			{ label: 'Open', value: '9:30' },
			{ label: 'Open', value: '14:00' },
		]);
	});

	test('no field: a time, a link, a long sentence, a line without a colon', () => {
		expect(
			toFields({
				lines: [
					line(100, ['Lunch', 0], ['at', 60], ['12:30', 90]),
					line(140, ['https://example.com', 0]),
					line(
						180,
						['this', 0],
						['sentence', 50],
						['is', 140],
						['much', 170],
						['too', 220],
						['long', 260],
						['to', 310],
						['name', 340],
						['a', 390],
						['thing:', 410],
						['yes', 480],
					),
					line(220, ['Dear', 0], ['Rosa,', 50]),
				],
			}),
		).toEqual([]);
	});
});

describe('lines and text', () => {
	/** Tesseract's answer with one paragraph. */
	function answer(
		lines: Array<{ y: number; words: Array<{ text: string; height?: number }> }>,
	): Found {
		const paragraph = {
			lines: lines.map(({ y, words }) => ({
				bbox: { x0: 0, y0: y, x1: 500, y1: y + 20 },
				words: words.map(({ text, height = 20 }, index) => ({
					text,
					confidence: 90,
					bbox: { x0: index * 100, y0: y, x1: index * 100 + 80, y1: y + height },
				})),
			})),
		};
		return { blocks: [{ paragraphs: [paragraph] }] };
	}

	test('a wide step starts a paragraph, a short line does not', () => {
		const lines = toLines(
			answer([0, 40, 82, 160, 200].map((y) => ({ y, words: [{ text: `at${y}` }] }))),
			1,
		);
		expect(toText(lines)).toBe('at0\nat40\nat82\n\nat160\nat200');
	});

	test('boxes are divided by the scale; white space and lines without words are left out', () => {
		const lines = toLines(
			answer([
				{ y: 0, words: [{ text: ' Dear ' }, { text: ' ' }] },
				{ y: 40, words: [{ text: ' ' }] },
			]),
			2,
		);
		expect(lines.map(({ words }) => words)).toEqual([
			[{ text: 'Dear', confidence: 90, box: { x0: 0, y0: 0, x1: 40, y1: 10 } }],
		]);
	});

	test('a bar as high as its neighbours is an I, a higher one is a ruled line', () => {
		const lines = toLines(
			answer([
				{ y: 0, words: [{ text: '|' }, { text: 'have' }] },
				{ y: 40, words: [{ text: '|', height: 60 }, { text: 'Apples' }] },
				{ y: 80, words: [{ text: '|', height: 60 }] },
			]),
			1,
		);
		expect(lines.map(({ text }) => text)).toEqual(['I have', 'Apples']);
	});

	test('nothing found', () => {
		expect(toText(toLines({ blocks: null }, 1))).toBe('');
	});
});
