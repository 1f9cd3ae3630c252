import { percentBytes } from '../core/text';

/** What a data URL holds. */
interface DataUrl {
	/** As it is written there; may be empty. */
	mimeType: string;
	bytes: Buffer;
}

export function isDataUrl(text: string): boolean {
	return /^\s*data:(?:[\w.+-]+\/[\w.+-]+)?[;,]/i.test(text.slice(0, 300));
}

/** Reads a data URL (RFC 2397); undefined for one whose content cannot be read. */
export function readDataUrl(text: string): DataUrl | undefined {
	const comma = text.indexOf(',');
	if (comma < 0) return undefined;
	const [mimeType = '', ...parameters] = text
		.slice(text.indexOf(':') + 1, comma)
		.split(';')
		.map((part) => part.trim());
	const isBase64 = parameters.some((parameter) => parameter.toLowerCase() === 'base64');
	const bytes = percentBytes(text.slice(comma + 1));
	if (!isBase64) return { mimeType, bytes };
	const content = base64Of(bytes.toString('latin1'));
	return content === undefined ? undefined : { mimeType, bytes: Buffer.from(content, 'base64') };
}

/** Base64 without its line breaks; undefined for text that is none. */
export function base64Of(text: string): string | undefined {
	const plain = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
	return /^[A-Za-z0-9+/_-]*={0,2}$/.test(plain) ? plain : undefined;
}
