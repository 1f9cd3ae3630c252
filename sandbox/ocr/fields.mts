import type { Field, PageLayout } from './types.mts';

/** A label is short, starts with a letter and stands before the line's first colon. */
const fieldLine = /^([\p{L}][^:]{0,39}?)\s*:\s*(.*)$/u;

/** The `Label: value` lines of a page, in order; a label without a value has the value ''. */
export function toFields(page: PageLayout): Field[] {
	return page.lines.flatMap((line) => {
		const [, label, value] = fieldLine.exec(line.text) ?? [];
		return label === undefined || value === undefined ? [] : [{ label: label.trim(), value: value.trim() }];
	});
}
