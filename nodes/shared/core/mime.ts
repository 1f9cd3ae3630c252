const EXTENSIONS: Record<string, string> = {
	'application/pdf': 'pdf',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/gif': 'gif',
	'image/tiff': 'tiff',
	'image/heic': 'heic',
	'image/heif': 'heif',
	'image/webp': 'webp',
	'image/bmp': 'bmp',
	'image/avif': 'avif',
};

/**
 * The usual extension of a media type, without the dot; undefined when it is not a document or
 * image type.
 */
export function extensionOf(mimeType: string): string | undefined {
	return EXTENSIONS[mimeType.split(';')[0]?.trim().toLowerCase() ?? ''];
}

/** The media type that belongs to a file name's extension. */
export function mimeTypeOf(fileName: string): string | undefined {
	const extension = /\.([a-z0-9]+)$/i
		.exec(fileName)?.[1]
		?.toLowerCase()
		.replace('jpeg', 'jpg')
		.replace(/^tif$/, 'tiff');
	return Object.entries(EXTENSIONS).find(([, known]) => known === extension)?.[0];
}

/** Services go by the extension too, so a name without one gets it. */
export function nameWithExtension(name: string, extension: string | undefined): string {
	const plain = plainName(name);
	return /\.[a-z0-9]{1,5}$/i.test(plain) || extension === undefined
		? plain
		: `${plain}.${extension}`;
}

/**
 * A name that a service lists exactly as it was sent, so that a document can be found by it again:
 * forms turn quotes and line breaks into `%22` and `%0A`, and servers drop folders.
 */
function plainName(name: string): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	return (
		last
			.replaceAll('"', "'")
			.replace(/\p{Cc}+/gu, ' ')
			.trim() || 'document'
	);
}

/** `letter.pdf` -> `letter`. */
export function baseName(fileName: string): string {
	return fileName.replace(/\.[a-z0-9]{1,5}$/i, '');
}
