import { InputFailure } from '../core/errors';
import { extensionIn, nameForType, plainName } from '../core/fileName';
import { mediaType, mimeTypeOf, UNKNOWN_TYPE } from '../core/mime';
import { quoted } from '../core/quote';
import { recognise } from './firstBytes';
import type { Recognised } from './textKind';

/** What a file says of itself. */
interface FileClues {
	/** The first bytes. */
	head: Uint8Array;
	/** The names that it has, the most wanted first; empty ones do not count. */
	names: readonly string[];
	/** The media type that comes with it, as a `Content-Type` or in an item. */
	label?: unknown;
	/** An extension that comes beside the name, without the dot. */
	extension?: string | undefined;
}

interface Identity {
	name: string;
	mimeType: string;
	recognised: Recognised | undefined;
}

/**
 * The name and the type of a file: by its first bytes, where these are known; else by its label,
 * where that says something; else by the extension of one of its names.
 */
export function identify({ head, names, label, extension = '' }: FileClues): Identity {
	// Forms turn quotes into `%22`, and the document could not be found by its name again.
	const given = names.map((name) => name.replaceAll('"', "'")).filter((name) => name.trim() !== '');
	const recognised = recognise(head);
	const byLabel = mediaType(label);
	const byName = [...given.map((name) => extensionIn(plainName(name))), extension]
		.map(mimeTypeOf)
		.find((type) => type !== undefined);
	// What is not text is labelled wrongly as text, as servers do for every file that they do not
	// know.
	const isWrong = head.length > 0 && recognised === undefined && isTextType(byLabel);
	const byOutside = [recognised ? byName : '', isWrong ? '' : byLabel, byName];
	const mimeType = recognised?.mimeType || byOutside.find(Boolean) || UNKNOWN_TYPE;
	const [own = ''] = given;
	// What is refused keeps the name under which its owner knows it.
	if (recognised && !recognised.isReadable) return { name: plainName(own), mimeType, recognised };
	const name = nameForType(own, mimeType);
	return { name: withExtension(name, mimeType, extension), mimeType, recognised };
}

/** Why a file cannot be a document, whatever it is called; undefined when it may be one. */
export function unreadableReason({
	name,
	mimeType,
	recognised,
}: Identity): InputFailure | undefined {
	if (recognised === undefined || recognised.isReadable) return undefined;
	return new InputFailure(
		`The file ${quoted(name)} (${mimeType}) is neither a picture nor a document: it is ${recognised.what}`,
		'Check the node that provides the file, or convert it to PDF first. Nothing was sent.',
	);
}

function isTextType(type: string): boolean {
	return /^text\/|json$|xml$/.test(type) && type !== 'image/svg+xml';
}

/** An extension of a type that is not known is kept where the name has none. */
function withExtension(name: string, mimeType: string, extension: string): string {
	const isKept =
		/^[a-z0-9]{1,8}$/i.test(extension) && mimeType === UNKNOWN_TYPE && !/\.\w{1,8}$/.test(name);
	return isKept ? `${name}.${extension}` : name;
}
