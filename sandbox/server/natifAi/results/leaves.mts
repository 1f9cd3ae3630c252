import type { Word } from '../../../ocr/types.mts';
import type { JsonObject, JsonValue } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';

/** Where a box is: page from 1, and its id on that page. */
export type BoxReference = { page_num: number; bbox_id: number };

/** The boxes of all pages: one a word, numbered from 1 on each page, in reading order. */
export class Boxes {
	readonly #references = new Map<Word, BoxReference>();

	constructor(pages: readonly ReadPage[]) {
		for (const [index, page] of pages.entries()) {
			const words = page.lines.flatMap((line) => line.words);
			for (const [place, word] of words.entries())
				this.#references.set(word, { page_num: index + 1, bbox_id: place + 1 });
		}
	}

	/** The boxes of these words, in their order. */
	of(words: readonly Word[]): BoxReference[] {
		return words.flatMap((word) => this.#references.get(word) ?? []);
	}

	/**
	 * A field's value with where it stands; the confidence is that of its least certain word. Null
	 * when there is nothing.
	 */
	leaf(words: readonly Word[], value: JsonValue = textOf(words), note = ''): JsonObject | null {
		if (words.length === 0) return null;
		const confidence = Math.min(...words.map((word) => word.confidence)) / 100;
		return {
			value,
			confidence: Math.round(confidence * 1000) / 1000,
			bbox_refs: this.of(words),
			validation_problem: note !== '',
			note,
		};
	}
}

/** The words as a text. */
export function textOf(words: readonly Word[]): string {
	return words.map(({ text }) => text).join(' ');
}
