import { readFile } from 'node:fs/promises';
import {
	countPages,
	detectType,
	recognize,
	shutdown,
	toFields,
	toTables,
	UnreadableFileError,
} from './index.mts';

// node sandbox/ocr/main.mts FILE: prints what is read as JSON; `{ "error": ... }` and exit code 1
// when the file cannot be read.
const [path] = process.argv.slice(2);
if (path === undefined) {
	console.error('usage: node sandbox/ocr/main.mts FILE');
	process.exit(2);
}
const file = await readFile(path);
const type = detectType(file);
try {
	const started = performance.now();
	const pages = await recognize(file, type ?? 'unknown');
	const seconds = (performance.now() - started) / 1000;
	const shown = pages.map(({ image: { width, height }, ...page }) => ({
		...page,
		image: { width, height },
		tables: toTables(page),
		fields: toFields(page),
	}));
	console.log(
		JSON.stringify({
			type,
			pageCount: await countPages(file, type ?? 'unknown'),
			seconds,
			pages: shown,
		}),
	);
} catch (error) {
	if (!(error instanceof UnreadableFileError)) throw error;
	console.log(JSON.stringify({ type, error: { reason: error.reason, message: error.message } }));
	process.exitCode = 1;
} finally {
	await shutdown();
}
