import fc from 'fast-check';
import { pagesOf } from '../../../../../packages/natif-ai/nodes/NatifAi/api/result/ocrText.ts';
import '../../../../support/seed.mts';

const box = (text: string, x1: number, y1: number, height = 20) => ({
	id: 1,
	x1,
	y1,
	x2: x1 + 10 * text.length,
	y2: y1 + height,
	text,
	text_entropy: 0,
});

const textOf = (...bboxes: unknown[]) =>
	pagesOf({ pages: [{ width: 100, height: 100, bboxes }] })[0]?.text;

it('takes the text of each page as the service reads it', () => {
	expect(
		pagesOf({ pages: [{ fulltext: 'one\ntwo', bboxes: [box('other', 0, 0)] }, { fulltext: '' }] }),
	).toEqual([
		{ pageNumber: 1, text: 'one\ntwo' },
		{ pageNumber: 2, text: '' },
	]);
});

describe('without it, boxes become lines', () => {
	it.each([
		[
			'from left to right and from top to bottom',
			[box('four', 50, 32), box('two', 50, 2), box('one', 0, 0), box('three', 0, 30)],
			'one two\nthree four',
		],
		[
			'with words of different heights on a line',
			[box('Tall', 0, 0, 40), box('small', 60, 15, 12), box('next', 0, 45)],
			'Tall small\nnext',
		],
		['of a slanting line', [box('a', 0, 0), box('b', 20, 4), box('c', 40, 8)], 'a b c'],
		[
			'without heights',
			[
				{ text: 'b', x1: 10, y1: 5 },
				{ text: 'a', x1: 0, y1: 5 },
				{ text: 'c', x1: 0, y1: 50 },
			],
			'a b\nc',
		],
		['that have no text', [{ x1: 1 }, null, 'x', box('a', 0, 0)], 'a'],
		['of none', [], ''],
	])('%s', (_case, bboxes, text) => {
		expect(textOf(...bboxes)).toBe(text);
	});

	it('that hold every word once', () => {
		const word = fc.record({
			text: fc.stringMatching(/^[a-z]{1,5}$/),
			x1: fc.nat(1_000),
			y1: fc.nat(1_000),
			height: fc.integer({ min: 1, max: 60 }),
		});
		fc.assert(
			fc.property(fc.array(word), (words) => {
				const text =
					textOf(...words.map(({ text: shown, x1, y1, height }) => box(shown, x1, y1, height))) ??
					'';
				expect(text.split(/\s+/).filter(Boolean).sort()).toEqual(
					words.map((entry) => entry.text).sort(),
				);
			}),
		);
	});
});

it('survives any JSON', () => {
	fc.assert(fc.property(fc.jsonValue(), (ocr) => expect(pagesOf(ocr)).toEqual(expect.any(Array))));
	fc.assert(
		fc.property(fc.jsonValue(), (bboxes) =>
			expect(pagesOf({ pages: [{ bboxes }] })).toHaveLength(1),
		),
	);
});
