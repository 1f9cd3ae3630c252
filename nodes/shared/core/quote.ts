const LONGEST_SHOWN = 100;
/** Enough to recognise what has to be hidden, however long the value is. */
const LONGEST_READ = 2_000;

/**
 * A value as messages show it: in double quotes unless it is a number, on one line, and at most 100
 * characters long.
 * Parameters hold whole files as data URLs, and URLs hold keys, so the content of a data URL, the
 * query of a URL and the password in it are left out.
 */
export function quoted(value: unknown): string {
	if (Number.isFinite(value)) return String(value);
	const text = withoutSecretParts(textOfAny(value).slice(0, LONGEST_READ))
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	const characters = Array.from(text);
	return characters.length > LONGEST_SHOWN
		? `"${characters.slice(0, LONGEST_SHOWN - 1).join('')}…"`
		: `"${text}"`;
}

/** Values in quotes for a sentence; of very many only the first ten are shown. */
export function quotedList(values: readonly unknown[]): string {
	const shown = values.slice(0, 10).map(quoted);
	const more = values.length - shown.length;
	return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** `1 page`, `3 pages` */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function textOfAny(value: unknown): string {
	if (value === undefined || value === null || Number.isNaN(value)) return '';
	if (typeof value !== 'object') return String(value);
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return 'an object';
	}
}

function withoutSecretParts(text: string): string {
	const shown = text
		.replace(/\bdata:([^,\s]{0,100}),.*/is, 'data:$1,…')
		.replace(/(:\/\/)[^\s/?#@]*@/g, '$1')
		.replace(/(:\/\/[^?#]*[?#]).+/s, '$1…');
	// An address without a scheme.
	const query = shown.search(/[?#][^\s=]*=/);
	return /[./]/.test(shown.slice(0, Math.max(0, query))) ? `${shown.slice(0, query + 1)}…` : shown;
}
