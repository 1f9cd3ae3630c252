import { toRows } from './rows.mts';
import type { Field, PageLayout } from './types.mts';

/** A label is short, starts with a letter and ends at the line's first colon; a time (12:30) is no label. */
const fieldLine = /^(\p{L}[^:]{0,39}?)\s*:(?:\s+(.*))?$/u;

/** The `Label: value` lines of a page, in order; a label without a value has the value ''. */
export function toFields(page: PageLayout): Field[] {
	return toRows(page).flatMap(({ pieces }) => {
		const [, label, value = ''] = fieldLine.exec(pieces.flat().map((word) => word.text).join(' ')) ?? [];
		return label === undefined ? [] : [{ label, value }];
	});
}
