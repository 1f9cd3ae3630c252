import { mimeTypeOf } from '../core/mime';
import { PLAIN_TEXT, type Recognised, textKind, textOfBytes } from './textKind';

/** How much of a file is looked at. Bytes. */
export const HEAD_SIZE = 8_192;

/** A kind with an empty type is told apart by label and name. */
const readable = (mimeType: string, what = 'a picture'): Recognised => ({
	mimeType,
	what,
	isReadable: true,
});
const other = (mimeType: string, what: string): Recognised => ({
	mimeType,
	what,
	isReadable: false,
});

const PDF = readable('application/pdf', 'a PDF');
const TAR = other('application/x-tar', 'an archive (TAR)');
const OFFICE_DOCUMENT = readable('', 'an Office document');

/** Beginnings in hexadecimal; `..` stands for any byte. */
const BEGINNINGS: ReadonlyArray<readonly [string, Recognised]> = [
	['25504446 2d', PDF],
	['ffd8ff', readable('image/jpeg')],
	['89504e470d0a1a0a', readable('image/png')],
	['474946 3.3.61', readable('image/gif')],
	['49492a00', readable('image/tiff')],
	['4d4d002a', readable('image/tiff')],
	['49492b00 0800', readable('image/tiff')],
	['4d4d002b 0008', readable('image/tiff')],
	['52494646 ........ 57454250', readable('image/webp')],
	['424d .... .... 0000 0000', readable('image/bmp')],
	['424d .{24} (?:0c|28|34|38|40|6c|7c)000000', readable('image/bmp')],
	['0000000c 6a502020 0d0a870a', readable('image/jp2')],
	['ff4fff51', readable('image/jp2')],
	['0000000c 4a584c20 0d0a870a', readable('image/jxl')],
	['ff0a', readable('image/jxl')],
	['00000100 ..00', readable('image/x-icon')],
	['38425053 0001', readable('image/vnd.adobe.photoshop')],
	['41542654 464f524d', readable('image/vnd.djvu', 'a DjVu document')],
	['c5d0d3c6', readable('application/postscript', 'PostScript')],
	['25215053', readable('application/postscript', 'PostScript')],
	['7b5c727466', readable('application/rtf', 'an RTF document')],
	// Word, Excel and PowerPoint up to 2003, which the name alone tells apart.
	['d0cf11e0a1b11ae1', OFFICE_DOCUMENT],
	['1f8b08', other('application/gzip', 'a compressed archive (gzip)')],
	['377abcaf271c', other('application/x-7z-compressed', 'a 7-Zip archive')],
	['526172211a07', other('application/vnd.rar', 'a RAR archive')],
	['425a68 .. 314159265359', other('application/x-bzip2', 'a compressed archive (bzip2)')],
	['fd377a585a00', other('application/x-xz', 'a compressed archive (xz)')],
	['28b52ffd', other('application/zstd', 'a compressed archive (zstd)')],
	['494433 0.', other('audio/mpeg', 'a sound recording')],
	['4f676753', other('application/ogg', 'a recording')],
	['664c6143', other('audio/flac', 'a sound recording')],
	['52494646 ........ 57415645', other('audio/wav', 'a sound recording')],
	['52494646 ........ 41564920', other('video/x-msvideo', 'a video')],
	['1a45dfa3', other('video/webm', 'a video')],
	['7f454c46', other('application/x-elf', 'a program')],
	['4d5a ..00', other('application/x-msdownload', 'a program')],
	['53514c69746520666f726d6174203300', other('application/vnd.sqlite3', 'a database')],
];

const PATTERNS = BEGINNINGS.map(
	([hex, kind]) => [new RegExp(`^${hex.replace(/ /g, '')}`), kind] as const,
);

/** The brands of ISO media files (`ftyp`), pictures first. */
const PICTURE_BRANDS: ReadonlyArray<readonly [RegExp, Recognised]> = [
	[/avi[fs]/, readable('image/avif')],
	[/he(?:ic|ix|vc|vx|im|is|vm|vs)/, readable('image/heic')],
	[/mi(?:f1|f2|af)|msf1/, readable('image/heif')],
];
const OTHER_BRANDS: ReadonlyArray<readonly [RegExp, Recognised]> = [
	[/^qt/, other('video/quicktime', 'a video')],
	[/^M4[AB]/, other('audio/mp4', 'a sound recording')],
	[/^(?:iso.|mp4.|avc1|dash|M4V|3g[p2].)/, other('video/mp4', 'a video')],
];

const OFFICE_PARTS: Record<string, string> = { word: 'docx', xl: 'xlsx', ppt: 'pptx' };

/**
 * Recognises a file by its first bytes. Text that no service takes for a document counts as
 * recognised too; undefined stands for bytes that could be anything.
 *
 * @param head the first {@link HEAD_SIZE} bytes, or the whole of a smaller file
 */
export function recognise(head: Uint8Array): Recognised | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, HEAD_SIZE));
	const hex = bytes.toString('hex', 0, 24);
	const known = PATTERNS.find(([pattern]) => pattern.test(hex));
	if (known) return known[1];
	if (bytes.toString('latin1', 4, 8) === 'ftyp') return isoMedia(bytes);
	if (/^504b0[357]0[468]/.test(hex)) return zipContent(bytes.toString('latin1'));
	if (bytes.toString('latin1', 257, 262) === 'ustar') return TAR;
	const beginning = bytes.toString('latin1', 0, 1_024);
	// Programs print notes before it.
	if (/^%PDF-\d/m.test(beginning)) return PDF;
	const text = textOfBytes(bytes);
	const kind = text === undefined ? undefined : textKind(text);
	if (kind && kind !== PLAIN_TEXT) return kind;
	// Readers look for the header of a PDF in the first 1,024 bytes.
	return beginning.includes('%PDF-') ? PDF : kind;
}

/** The first brand is the file's own; `mif1` leaves it to the others which picture it is. */
function isoMedia(bytes: Buffer): Recognised | undefined {
	const brands = bytes.toString('latin1', 8, Math.min(bytes.readUInt32BE(0) || 256, 256));
	const byBrand = (table: typeof PICTURE_BRANDS, text: string) =>
		table.find(([brand]) => brand.test(text))?.[1];
	const own = brands.slice(0, 4);
	return (
		byBrand(OTHER_BRANDS, own) ??
		byBrand(PICTURE_BRANDS, own === 'mif1' ? brands : own) ??
		byBrand(PICTURE_BRANDS, brands)
	);
}

/** Office documents are ZIP archives; their first entries tell them. */
function zipContent(text: string): Recognised {
	const declared = /mimetype(application\/[\w.+-]+?)(?:PK|[^\w.+-]|$)/.exec(
		text.slice(0, 200),
	)?.[1];
	if (declared) return readable(declared, 'a document');
	const part = /[^\w/](word|xl|ppt)\//.exec(text)?.[1] ?? '';
	const type = mimeTypeOf(OFFICE_PARTS[part] ?? '');
	if (type) return readable(type, 'an Office document');
	return text.includes('[Content_Types].xml')
		? OFFICE_DOCUMENT
		: other('application/zip', 'a ZIP archive');
}
