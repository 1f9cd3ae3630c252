import { createHash } from 'crypto';

import { baseName, withSuffix } from '../core/fileName';

/** The digits of Base32 (RFC 4648) in lower case: no service and no file system respells them. */
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 16;
const MARK = '-ocr';
const AT_END = new RegExp(`${MARK}([a-z2-7]{${LENGTH}})$`);

/**
 * Tells whether a file was uploaded before for the same result: 15 digits of SHA-256 and a check
 * digit, by which a name that only looks alike is told apart.
 *
 * @param sha256 of the file's bytes
 * @param variant what decides the result besides the file, such as what is to be read
 */
export function fingerprintOf(sha256: string, variant: unknown): string {
	const digits = inDigits(JSON.stringify([sha256, variant])).slice(0, LENGTH - 1);
	return digits + checkDigit(digits);
}

/** `letter.jpg` -> `letter-ocr<fingerprint>.jpg` */
export function withFingerprint(fileName: string, fingerprint: string): string {
	return withSuffix(fileName, MARK + fingerprint);
}

/** The fingerprint that a file name carries; undefined when it carries none. */
export function fingerprintIn(fileName: string): string | undefined {
	const digits = AT_END.exec(baseName(fileName))?.[1];
	return digits?.at(-1) === checkDigit(digits?.slice(0, -1) ?? '') ? digits : undefined;
}

/** `letter-ocr<fingerprint>.jpg` -> `letter.jpg`; all other names stay as they are. */
export function withoutFingerprint(fileName: string): string {
	if (fingerprintIn(fileName) === undefined) return fileName;
	const base = baseName(fileName);
	return base.replace(AT_END, '') + fileName.slice(base.length);
}

function checkDigit(digits: string): string {
	return inDigits(`${MARK}${digits}`).slice(0, 1);
}

/** The SHA-256 of a text, five bits a digit. */
function inDigits(text: string): string {
	const bytes = createHash('sha256').update(text).digest();
	return Array.from(bytes, (byte) => DIGITS[byte % DIGITS.length]).join('');
}
