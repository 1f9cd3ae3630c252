/** The characters of Windows-1252 for the bytes 0x80 to 0x9F; five of them are not assigned. */
const WINDOWS_1252 =
	'\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
	'\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/**
 * Puts text right that is UTF-8 but was read as Latin-1 or Windows-1252 (`Ãœbung` for `Übung`), as
 * HTTP headers and names in forms often are. Other text is given back as it came.
 */
export function repairedText(text: string): string {
	const bytes = Array.from(text, byteOf);
	if (!bytes.some((byte) => byte > 0x7f) || bytes.includes(-1)) return text;
	return decodedText(Uint8Array.from(bytes), 'utf-8') ?? text;
}

/** The byte that was read as this character; -1 when there is none. */
function byteOf(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	const special = WINDOWS_1252.indexOf(character);
	if (special >= 0) return 0x80 + special;
	return code <= 0xff ? code : -1;
}

/**
 * A text in the one form in which names are compared: systems write letters composed or decomposed
 * (macOS), put special blanks into names, and differ in upper and lower case.
 */
export function comparableText(text: string): string {
	return repairedText(text).normalize('NFKC').toLowerCase().trim();
}

/** Whether a name holds what somebody looks for; nothing to look for is in every name. */
export function containsText(name: string, wanted: string): boolean {
	return comparableText(name).includes(comparableText(wanted));
}

/**
 * The forms in which a text may be stored, for services that look for it themselves: composed
 * first, and decomposed where that is another text.
 */
export function unicodeForms(text: string): string[] {
	return [...new Set([text.normalize('NFC'), text.normalize('NFD')])];
}

/** The text of bytes; undefined where they are not in this encoding, or the encoding is unknown. */
export function decodedText(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
		// Some versions of Node.js take Windows-1252, which is meant by Latin-1 too, for ISO 8859-1.
		return /^(?:windows-1252|(?:iso-8859-|latin)1)$/i.test(encoding)
			? text.replace(/[\x80-\x9f]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? sign)
			: text;
	} catch {
		return undefined;
	}
}

/**
 * The text of an answer: UTF-8 or what its first bytes tell, or an old encoding of Latin letters
 * where that reads better.
 */
export function textOfAnswer(bytes: Buffer): string {
	const mark = bytes.toString('hex', 0, 2);
	const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark];
	if (encoding) return decodedText(bytes, encoding) ?? '';
	const text = bytes.toString('utf8');
	const count = (kind: RegExp) => text.match(kind)?.length ?? 0;
	const isOld = count(/\ufffd/g) > count(/[^\p{ASCII}\ufffd]/gu);
	return isOld ? (decodedText(bytes, 'windows-1252') ?? text) : text;
}

/** The bytes of a text in which `%XX` stands for any byte. */
export function percentBytes(text: string): Buffer {
	const parts = text.split(/((?:%[0-9a-f]{2})+)/i);
	return Buffer.concat(
		parts.map((part, index) =>
			index % 2 === 1 ? Buffer.from(part.replaceAll('%', ''), 'hex') : Buffer.from(part),
		),
	);
}
