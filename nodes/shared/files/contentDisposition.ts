import { textOf } from '../core/json';
import { decodedText, percentBytes, repairedText } from '../core/text';

/**
 * The file name in a `Content-Disposition` header (RFC 6266): the extended one (RFC 5987) goes
 * before the plain one, whose text may be in UTF-8, percent-encoded or a mail's encoded words.
 * Empty when there is none.
 */
export function dispositionName(header: unknown): string {
	const text = textOf(Array.isArray(header) ? header[0] : header) ?? '';
	const parameters = parametersOf(text);
	const plain = parameters.get('filename') ?? '';
	const marked = parameters.get('filename*') ?? '';
	// A sender may mix the two forms up.
	const extended = extendedValue(marked) ?? extendedValue(/^[\w-]+''/.test(plain) ? plain : '');
	return (extended ?? plainValue(plain || marked)).trim();
}

/** The parameters by their names in lower case; the first of a name counts. */
function parametersOf(header: string): Map<string, string> {
	const parameters = new Map<string, string>();
	// A name, and a value in quotes, in which a backslash stands before a quote, or without quotes.
	const pattern =
		/(?:^|[;,\s])\s*([\w!#$%&*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.|"(?!\s*(?:[;,]|$|[\w*-]+=)))*)"?|([^;]*))|"[^"]*"/gs;
	for (const [, name = '', inQuotes, bare] of header.matchAll(pattern)) {
		// Only these two are escapes: programs write paths of Windows without escaping them.
		const value = inQuotes?.replace(/\\(["\\])/g, '$1') ?? bare?.trim() ?? '';
		// A long value comes in parts (RFC 2231): `filename*0*=UTF-8''a; filename*1=b.pdf`.
		const [, whole, part] = /^(.+?)\*(\d+)\*?$/.exec(name.toLowerCase()) ?? [];
		const key = whole === undefined ? name.toLowerCase() : `${whole}*`;
		if (part !== undefined && part !== '0')
			parameters.set(key, (parameters.get(key) ?? '') + value);
		else if (key !== '' && !parameters.has(key)) parameters.set(key, value);
	}
	return parameters;
}

/** `UTF-8'de'%C3%9Cbung.pdf`; undefined for a value that is not written so. */
function extendedValue(value: string): string | undefined {
	const [, charset = '', encoded = ''] = /^([\w.+-]*)'[^']*'(.*)$/s.exec(value) ?? [];
	return encoded === '' ? undefined : decodedText(percentBytes(encoded), charset || 'utf-8');
}

function plainValue(text: string): string {
	const value = text.replace(/^'(.*)'$/s, '$1');
	const words = value.replace(
		/=\?([\w-]+)\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi,
		(word, charset: string, how: string, coded: string) =>
			decodedText(
				how.toLowerCase() === 'b'
					? Buffer.from(coded, 'base64')
					: percentBytes(coded.replaceAll('_', ' ').replaceAll('=', '%')),
				charset,
			) ?? word,
	);
	if (words !== value) return words;
	const isEncoded = /%[0-9a-f]{2}/i.test(value) && !/%(?![0-9a-f]{2})/i.test(value);
	return (isEncoded ? decodedText(percentBytes(value), 'utf-8') : undefined) ?? repairedText(value);
}

/** The last part of a URL's path as text. */
export function pathName({ pathname }: URL): string {
	const part = pathname.split('/').at(-1) ?? '';
	return (
		decodedText(percentBytes(part), 'utf-8') ?? decodedText(percentBytes(part), 'latin1') ?? part
	);
}
