import type { MimeType } from './types.mts';

/** The first bytes of each kind of file, as Latin-1 text. */
const signatures: ReadonlyArray<[RegExp, MimeType]> = [
	[/^\x89PNG\r\n/, 'image/png'],
	[/^\xff\xd8\xff/, 'image/jpeg'],
	[/^GIF8[79]a/, 'image/gif'],
	[/^(II\*\0|MM\0\*)/, 'image/tiff'],
	[/^RIFF[^]{4}WEBP/, 'image/webp'],
	[/^[^]{4}ftypavif/, 'image/avif'],
	[/^[^]{4}ftyp(hei[cx]|hev[cx]|mif1|msf1)/, 'image/heic'],
	// The four zeros are reserved.
	[/^BM[^]{4}\0{4}/, 'image/bmp'],
	// Readers accept some bytes before the header; ISO 32000-1 (appendix H) names the first 1024.
	[/%PDF-\d\.\d/, 'application/pdf'],
];

/**
 * The kind of a file by its first bytes, whatever its name says.
 * @returns the mime type, or null when it is none that can be read
 */
export function detectType(file: Uint8Array): MimeType | null {
	const head = Buffer.from(file.buffer, file.byteOffset, Math.min(file.byteLength, 1024)).toString(
		'latin1',
	);
	return signatures.find(([signature]) => signature.test(head))?.[1] ?? null;
}
