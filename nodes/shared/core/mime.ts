import { textOf } from './json';

/** What a file is when nothing is known of it. */
export const UNKNOWN_TYPE = 'application/octet-stream';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';

/** The known media types with their extensions, the usual one first. */
const EXTENSIONS: Record<string, readonly string[]> = {
	'application/pdf': ['pdf'],
	'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
	'image/png': ['png', 'apng'],
	'image/gif': ['gif'],
	'image/tiff': ['tiff', 'tif'],
	'image/heic': ['heic', 'heif', 'hif'],
	'image/heif': ['heif', 'heic', 'hif'],
	'image/webp': ['webp'],
	'image/bmp': ['bmp', 'dib'],
	'image/avif': ['avif'],
	'image/jp2': ['jp2', 'j2k', 'jpx', 'jpf'],
	'image/jxl': ['jxl'],
	'image/svg+xml': ['svg'],
	'image/x-icon': ['ico'],
	'image/vnd.adobe.photoshop': ['psd'],
	'image/vnd.djvu': ['djvu', 'djv'],
	'application/postscript': ['ps', 'eps'],
	'application/rtf': ['rtf'],
	'application/msword': ['doc', 'dot'],
	'application/vnd.ms-excel': ['xls'],
	'application/vnd.ms-powerpoint': ['ppt'],
	[`${OFFICE}wordprocessingml.document`]: ['docx'],
	[`${OFFICE}spreadsheetml.sheet`]: ['xlsx'],
	[`${OFFICE}presentationml.presentation`]: ['pptx'],
	[`${OPEN_DOCUMENT}text`]: ['odt'],
	[`${OPEN_DOCUMENT}spreadsheet`]: ['ods'],
	[`${OPEN_DOCUMENT}presentation`]: ['odp'],
	'application/epub+zip': ['epub'],
	'text/html': ['html', 'htm', 'xhtml'],
	'text/plain': ['txt', 'text', 'log'],
	'text/csv': ['csv', 'tsv'],
	'text/markdown': ['md'],
	'application/json': ['json'],
	'application/xml': ['xml'],
	'message/rfc822': ['eml'],
	'application/zip': ['zip'],
	'application/gzip': ['gz', 'tgz'],
	'application/x-7z-compressed': ['7z'],
	'application/vnd.rar': ['rar'],
	'audio/mpeg': ['mp3'],
	'video/mp4': ['mp4', 'm4v'],
	'video/quicktime': ['mov'],
};

/** Other names of types, as programs and servers write them. */
const SAME_TYPES: Record<string, string> = {
	'application/x-pdf': 'application/pdf',
	'application/acrobat': 'application/pdf',
	'text/pdf': 'application/pdf',
	'image/jpg': 'image/jpeg',
	'image/pjpeg': 'image/jpeg',
	'image/x-png': 'image/png',
	'image/tif': 'image/tiff',
	'image/x-tiff': 'image/tiff',
	'image/x-ms-bmp': 'image/bmp',
	'image/x-bmp': 'image/bmp',
	'image/x-windows-bmp': 'image/bmp',
	'image/vnd.microsoft.icon': 'image/x-icon',
	'text/rtf': 'application/rtf',
	'text/xml': 'application/xml',
	'text/json': 'application/json',
	'application/xhtml+xml': 'text/html',
	'application/x-zip-compressed': 'application/zip',
	'application/x-gzip': 'application/gzip',
};

/** Types that say nothing about the file; servers use them to have it saved instead of shown. */
const SAYS_NOTHING =
	/^(?:(?:application|binary)\/(?:x-)?(?:octet-stream|binary|unknown|download|force-download|save|file)|multipart\/.*|unknown\/.*|\*\/\*)$/;

/**
 * The media type in a `Content-Type` or a label: in lower case, without parameters, under its usual
 * name. Empty when it says nothing about the file.
 */
export function mediaType(label: unknown): string {
	const [first = ''] = (textOf(Array.isArray(label) ? label[0] : label) ?? '').split(/[;,]/);
	const type = first.trim().toLowerCase();
	if (!/^[\w.+*-]+\/[\w.+*-]+$/.test(type) || SAYS_NOTHING.test(type)) return '';
	return SAME_TYPES[type] ?? type;
}

/** The same of an answer. */
export function mediaTypeOf(headers: Readonly<Record<string, unknown>>): string {
	return mediaType(headers['content-type']);
}

/** The extensions of a media type, the usual one first; empty for a type that is not known. */
export function extensionsOf(mimeType: string): readonly string[] {
	const type = mediaType(mimeType);
	return Object.hasOwn(EXTENSIONS, type) ? (EXTENSIONS[type] ?? []) : [];
}

/** The media type that belongs to an extension; undefined for what is not known to be one. */
export function mimeTypeOf(extension: string): string | undefined {
	const wanted = extension.toLowerCase();
	return Object.keys(EXTENSIONS).find((type) => EXTENSIONS[type]?.includes(wanted));
}
