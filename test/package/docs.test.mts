import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');

describe('the pages of docs/', () => {
	it('operations.md is what the nodes say of themselves (npm run docs)', async () => {
		const script = join(root, 'scripts/docs.mts');
		const { stdout } = await promisify(execFile)(node, [script, '--print'], { maxBuffer: 2 ** 24 });
		expect(await readFile(join(root, 'docs/operations.md'), 'utf8')).toBe(stdout);
		expect(stdout).toContain('| **Document > Upload** |');
	});
});
