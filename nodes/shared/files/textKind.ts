/** What a file is by its first bytes, whatever its label and its name say. */
export interface Recognised {
	/** Empty for a kind that has several types. */
	mimeType: string;
	/** In words, such as "a web page". */
	what: string;
	/** A picture or a document; whether a service reads this kind is for the service to say. */
	isReadable: boolean;
}

const unreadable = (mimeType: string, what: string): Recognised => ({
	mimeType,
	what,
	isReadable: false,
});

export const PLAIN_TEXT = unreadable('text/plain', 'plain text');
const WEB_PAGE = unreadable('text/html', 'a web page');
const PICTURE = { mimeType: 'image/svg+xml', what: 'a picture', isReadable: true };

/** The elements that web pages begin with, as browsers recognise them. */
const HTML =
	/^<(?:!doctype html|!--|(?:html|head|body|script|iframe|title|meta|link|style|base|noscript|header|nav|main|section|article|form|div|span|table|ul|ol|h[1-6]|img|pre|font|p|a|b|strong|br|center|button)[\s/>])/i;
const XML = /^<[a-z][\w.:-]*[\s/>]/i;

/** What a text is. */
export function textKind(text: string): Recognised {
	const start = text.replace(/^\ufeff?\s*(?:<!--.*?-->\s*)*/s, '');
	if (/^<\?xml\s|^<!doctype svg|^<svg[\s>]/i.test(start)) return xmlKind(start);
	if (HTML.test(start)) return WEB_PAGE;
	if (/^[{[]\s*(?:["{[\]}\d-]|true|false|null|$)/.test(start))
		return unreadable('application/json', 'JSON');
	if (/^data:[\w.+-]*\/[\w.+-]+[;,]/i.test(start))
		return unreadable('text/plain', 'a data URL as text');
	if (XML.test(start)) return unreadable('application/xml', 'XML');
	return /^[A-Za-z0-9+/\r\n]{200,}={0,2}\s*$/.test(start)
		? unreadable('text/plain', 'text in Base64')
		: PLAIN_TEXT;
}

function xmlKind(text: string): Recognised {
	if (/<svg[\s>]/i.test(text)) return PICTURE;
	return /<html[\s>]/i.test(text) ? WEB_PAGE : unreadable('application/xml', 'XML');
}

/**
 * The text of bytes that are nothing but text, in UTF-8, UTF-16, or an old encoding of
 * mostly Latin letters; undefined for other bytes.
 */
export function textOfBytes(bytes: Buffer): string | undefined {
	const mark = bytes.toString('hex', 0, 2);
	const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? unmarked(bytes);
	const text = decoded(bytes, encoding) ?? oldText(bytes);
	const isText =
		text !== undefined && bytes.length > 0 && !/\p{Cc}/u.test(text.replace(/[\t\n\v\f\r]/g, ''));
	return isText ? text : undefined;
}

/** Latin letters in UTF-16 have a zero in every other byte. */
function unmarked(bytes: Buffer): string {
	const beginning = bytes.toString('latin1', 0, 16);
	if (/^(?:[^\0]\0){8}/.test(beginning)) return 'utf-16le';
	return /^(?:\0[^\0]){8}/.test(beginning) ? 'utf-16be' : 'utf-8';
}

function decoded(bytes: Buffer, encoding: string): string | undefined {
	try {
		// A character may be cut in two at the end of what is looked at.
		return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}

function oldText(bytes: Buffer): string | undefined {
	const ascii = bytes.filter((byte) => byte < 0x80).length;
	return ascii > 0.7 * bytes.length ? decoded(bytes, 'windows-1252') : undefined;
}
