import { extensionsOf, mimeTypeOf } from './mime';

const NO_NAME = 'document';
/** Bytes. File systems take 255, and services and downloads add something of their own. */
const LONGEST_NAME = 200;

/** What leads to a file and is not part of its name. */
const PATH = /^(?:[a-z]:)?[/\\]|^(?:~|\.{1,2})[/\\]|^[a-z][a-z0-9+.-]*:\/\//i;
/** What turns the direction of writing around, or is not seen at all. */
const HIDDEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
/** Names of devices, which Windows gives to no file. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A file name that can be sent and saved anywhere. Slashes in a title (`Rechnung 12/2024`) become
 * underscores; of a path the last part counts.
 */
export function plainName(text: string): string {
	const name = (PATH.test(text) ? lastPart(text) : text)
		.replace(HIDDEN, '')
		.replace(/^[/\\\s]+|[/\\\s]+$/g, '')
		.replace(/[/\\]/g, '_')
		.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
		.replace(/\p{Cs}/gu, '_')
		.trim();
	const visible = name.replace(/^[.\s]+|[.\s]+$/g, '');
	if (visible === '') return NO_NAME;
	if (name.startsWith('.') && mimeTypeOf(visible)) return `${NO_NAME}.${visible}`;
	const { base, extension } = splitName(visible.replace(DEVICE, '_$&'));
	return joined(base, extension);
}

/**
 * `letter.pdf` -> `letter`, and `Scan 12.03.2024` stays: an extension is what is known to be one.
 */
export function baseName(fileName: string): string {
	return splitName(fileName).base;
}

/** The extension of a name in lower case and without the dot; empty when it has none. */
export function extensionIn(fileName: string): string {
	return splitName(fileName).extension.slice(1).toLowerCase();
}

/**
 * A plain name that ends as its type wants it, as services go by the ending too: what has no
 * extension gets the usual one, and one that belongs to another type is replaced.
 */
export function nameForType(name: string, mimeType: string): string {
	const plain = plainName(name);
	const extensions = extensionsOf(mimeType);
	const [usual] = extensions;
	return usual === undefined || extensions.includes(extensionIn(plain))
		? plain
		: joined(baseName(plain), `.${usual}`);
}

/** `letter.pdf` -> `letter-2.pdf`; the name is cut where it would become too long. */
export function withSuffix(name: string, suffix: string): string {
	const { base, extension } = splitName(name);
	return joined(base, suffix + extension);
}

function splitName(name: string): { base: string; extension: string } {
	const at = name.lastIndexOf('.');
	return at > 0 && mimeTypeOf(name.slice(at + 1)) !== undefined
		? { base: name.slice(0, at), extension: name.slice(at) }
		: { base: name, extension: '' };
}

/** Cut to the longest name, between two characters. */
function joined(base: string, extension: string): string {
	const room = LONGEST_NAME - Buffer.byteLength(extension);
	if (Buffer.byteLength(base) <= room) return base + extension;
	let cut = '';
	for (const { segment } of new Intl.Segmenter().segment(base)) {
		if (Buffer.byteLength(cut + segment) > room) break;
		cut += segment;
	}
	return cut.trimEnd() + extension;
}

function lastPart(path: string): string {
	const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
	const plain = isUrl ? path.replace(/[?#].*$/s, '') : path;
	return (
		plain
			.split(/[/\\]/)
			.filter((part) => part.trim() !== '')
			.at(-1) ?? ''
	);
}
