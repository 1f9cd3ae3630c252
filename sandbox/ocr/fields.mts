import { toRows } from './rows.mts';
import type { Field, PageLayout, Word } from './types.mts';

/**
 * A label is short, starts with a letter and ends at the line's first colon; a time (12:30) is no
 * label.
 */
const fieldLine = /^(\p{L}[^:]{0,39}?)\s*:(?:\s+(.*))?$/u;

/** A field with the words of its label and of its value. */
export type WordField = Field & { labelWords: Word[]; valueWords: Word[] };

/** The fields of {@link toFields} with their words, and so with their places. */
export function toWordFields(page: PageLayout): WordField[] {
	return toRows(page).flatMap(({ pieces }) => {
		const words = pieces.flat();
		const [, label, value = ''] = fieldLine.exec(words.map((word) => word.text).join(' ')) ?? [];
		if (label === undefined) return [];
		const labelEnd = words.findIndex((word) => word.text.includes(':')) + 1;
		return [
			{ label, value, labelWords: words.slice(0, labelEnd), valueWords: words.slice(labelEnd) },
		];
	});
}

/** The `Label: value` lines of a page, in order; a label without a value has the value ''. */
export function toFields(page: PageLayout): Field[] {
	return toWordFields(page).map(({ label, value }) => ({ label, value }));
}
