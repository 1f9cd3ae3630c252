import { comparableText, repairedText } from '../core/text';

/** A file as it was sent. */
export interface SentFile {
	name: string;
	/** Bytes. */
	size: number;
}

/** A file as a service lists it; null for what it does not tell. */
interface ListedFile {
	fileName: string | null;
	/** Bytes. */
	fileSize: number | null;
}

/**
 * Whether a listed file could be the one that was sent: its name is the same in some spelling, and
 * nothing else that is told contradicts. A name alone is no identity, so ids go before this.
 */
export function couldBeFile(sent: SentFile, { fileName, fileSize }: ListedFile): boolean {
	if (fileSize !== null && fileSize !== sent.size) return false;
	return fileName === null ? fileSize !== null : isRespelled(sent.name, fileName);
}

/** Those of the listed files that could be it; where some have the very name, these alone. */
export function closest<Listed extends ListedFile>(
	sent: SentFile,
	listed: readonly Listed[],
): Listed[] {
	const fitting = listed.filter((candidate) => couldBeFile(sent, candidate));
	const named = fitting.filter(({ fileName }) => fileName === sent.name);
	return named.length > 0 ? named : fitting;
}

/**
 * Servers write names in another Unicode form, read them as Latin-1, and replace or drop blanks,
 * accents, and what is not ASCII.
 */
export function isRespelled(sent: string, listed: string): boolean {
	const name = readable(sent);
	const spellings = [lettersOf(name), lettersOf(inAscii(name)), asciiOf(name)];
	return spellings.includes(lettersOf(readable(listed)));
}

function readable(name: string): string {
	return comparableText(repairedText(repairedText(decoded(name))));
}

function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

/** Without accents, blanks and signs; a name of signs alone stays as it is. */
function lettersOf(name: string): string {
	return name.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '') || name;
}

function asciiOf(name: string): string {
	return name.replace(/[^a-z0-9]+/g, '') || name;
}

const IN_ASCII: Record<string, string> = {
	ä: 'ae',
	ö: 'oe',
	ü: 'ue',
	ß: 'ss',
	æ: 'ae',
	ø: 'oe',
	å: 'aa',
};

function inAscii(name: string): string {
	return name.replace(/[äöüßæøå]/g, (letter) => IN_ASCII[letter] ?? letter);
}
