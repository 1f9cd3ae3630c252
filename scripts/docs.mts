// What `npm run docs` runs: writes the pages of docs/ that come from the nodes themselves, and the
// repository's address in the READMEs. With `--check` it writes nothing and ends with code 1 when
// something is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { publishedPackages } from '../sandbox/launch/packages.mjs';
import { root } from '../sandbox/launch/paths.mjs';
import { withAddress } from './docs/addresses.mts';
import { errorsPage } from './docs/errors.mts';
import { faultsPage } from './docs/faults.mts';
import { operationsPage } from './docs/operations.mts';

const readmes = publishedPackages.map(({ folder }) =>
	relative(root, join(folder, 'README.md')).replaceAll('\\', '/'),
);
const pages: [path: string, write: (present: string) => string][] = [
	['docs/operations.md', operationsPage],
	['docs/errors.md', errorsPage],
	['docs/faults.md', faultsPage],
	...readmes.map((path): [string, typeof withAddress] => [path, withAddress]),
];
const isCheck = process.argv.includes('--check');

for (const [path, write] of pages) {
	const file = join(root, path);
	const present = await readFile(file, 'utf8').catch(() => '');
	const page = write(present);
	if (page === present) continue;
	console.log(`${path} is ${isCheck ? 'stale' : 'written'}`);
	if (isCheck) process.exitCode = 1;
	else await writeFile(file, page);
}
