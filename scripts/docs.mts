// What `npm run docs` runs: writes the pages of docs/ that come from the nodes themselves. With
// `--print` it prints them and writes nothing.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../sandbox/launch/paths.mjs';
import { operationsPage } from './docs/operations.mts';

const page = operationsPage();
if (process.argv.includes('--print')) process.stdout.write(page);
else await writeFile(join(root, 'docs', 'operations.md'), page);
