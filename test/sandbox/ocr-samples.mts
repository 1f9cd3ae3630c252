import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { detectType, recognize } from '../../sandbox/ocr/index.mts';
import type { RecognizedPage } from '../../sandbox/ocr/index.mts';

const folder = join(import.meta.dirname, '../../sandbox/samples');

export function sample(name: string): Buffer {
	return readFileSync(join(folder, name));
}

/** The true text of a sample, one string a page. */
export function truth(name: string): string[] {
	return sample(`${name}.txt`).toString('utf8').split('\f');
}

export async function read(file: Uint8Array): Promise<RecognizedPage[]> {
	return await recognize(file, detectType(file) ?? 'unknown');
}

function normalise(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

/**
 * Character error rate: edits between two texts, a character of the true one; white space counts as
 * one blank.
 */
export function errorRate(read: string, truth: string): number {
	const expected = normalise(truth);
	return distance(normalise(read), expected) / expected.length;
}
