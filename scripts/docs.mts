// What `npm run docs` runs: writes the pages of docs/ that come from the nodes themselves. With
// `--check` it writes nothing and ends with code 1 when one is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../sandbox/launch/paths.mjs';
import { errorsPage } from './docs/errors.mts';
import { operationsPage } from './docs/operations.mts';

const pages = { 'docs/operations.md': operationsPage(), 'docs/errors.md': errorsPage() };

for (const [path, page] of Object.entries(pages)) {
	const file = join(root, path);
	const isStale = (await readFile(file, 'utf8').catch(() => '')) !== page;
	if (isStale) console.log(`${path} is ${process.argv.includes('--check') ? 'stale' : 'written'}`);
	if (isStale && process.argv.includes('--check')) process.exitCode = 1;
	else await writeFile(file, page);
}
