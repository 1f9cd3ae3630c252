import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const { resolve } = createRequire(import.meta.url);

const files = {
	hand: '@fontsource/kalam/files/kalam-latin-300-normal.woff2',
	handBold: '@fontsource/kalam/files/kalam-latin-400-normal.woff2',
	script: '@fontsource/caveat/files/caveat-latin-500-normal.woff2',
	print: '@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2',
	printBold: '@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2',
};

/**
 * `hand` (Kalam) is read best, `script` (Caveat) less well: it takes s for c. Homemade Apple is not
 * read at all.
 */
export type Font = keyof typeof files;

for (const [name, file] of Object.entries(files)) GlobalFonts.registerFromPath(resolve(file), name);
