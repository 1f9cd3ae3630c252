import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');

describe('the pages of docs/ that are written from the code (npm run docs)', () => {
	it('are what the nodes say of themselves', async () => {
		const { stdout } = await promisify(execFile)(node, [
			join(root, 'scripts/docs.mts'),
			'--check',
		]).catch((error: { stdout: string }) => error);
		expect(stdout).toBe('');
	});

	it('operations.md has every kind of row', async () => {
		const page = await readFile(join(root, 'docs/operations.md'), 'utf8');
		expect(page).toContain('| **Document > Upload** | ');
		expect(page).toMatch(
			/\| \*\*Timeout \(Seconds\)\*\* \| `timeout` \| 600 \| .* \| Document > Upload/,
		);
	});

	it('errors.md has texts of literals, templates, constants and conditions', async () => {
		const page = await readFile(join(root, 'docs/errors.md'), 'utf8');
		expect(page).toContain('| The file … is empty (0 bytes) | Check the node');
		expect(page).toContain('| … refused the connection | Check the Base URL');
		expect(page).toContain(
			'| The "Document URL" gives a web page, not a file | Use the direct link',
		);
		expect(page).toContain('| Not enough page credits | Each page costs one credit');
	});
});
