import type { JsonObject } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';

/**
 * The OCR result: one box a word, ids from 1 on each page; low `text_entropy` is more certain
 * (shape seen in clients).
 */
export function ocrResult(pages: readonly ReadPage[]): JsonObject {
	return {
		pages: pages.map(({ width, height, text, lines }) => ({
			width,
			height,
			bboxes: lines
				.flatMap((line) => line.words)
				.map(({ text: word, box, confidence }, index) => ({
					id: index + 1,
					x1: box.x0,
					y1: box.y0,
					x2: box.x1,
					y2: box.y1,
					text: word,
					text_entropy: Math.round(100 - confidence) / 100,
				})),
			fulltext: text,
		})),
	};
}
