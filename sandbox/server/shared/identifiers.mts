import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random letters and digits. */
export function randomAlphanumeric(length: number): string {
	return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/**
 * A token of the documented shape `<integer>|<48 characters>`; the last 8 are the CRC-32 of the
 * first 40, as in the documented example.
 */
export function sanctumToken(): string {
	const random = randomAlphanumeric(40);
	return `${randomInt(1000, 100_000)}|${random}${crc32(random).toString(16).padStart(8, '0')}`;
}
