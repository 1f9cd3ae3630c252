import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
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

	it('troubleshooting.md has messages that the code has', async () => {
		const code = (await Promise.all(['nodes', 'credentials'].map(sourcesBelow))).join('\n');
		const page = await readFile(join(root, 'docs/troubleshooting.md'), 'utf8');
		const cells = page.match(/(?<=^\| )[^|*]+/gm)?.slice(2) ?? [];
		const pieces = cells.flatMap((cell) => cell.split(/\.\.\.|"[^"]*"|, (?=[A-Z])/));
		const known = pieces.map((piece) => piece.trim()).filter((piece) => piece.length > 2);
		expect(known.length).toBeGreaterThan(15);
		expect(known.filter((piece) => !code.includes(piece))).toEqual([]);
	});
});

/** All sources below a folder as one text. */
async function sourcesBelow(folder: string): Promise<string> {
	const files = await readdir(join(root, folder), { recursive: true });
	const sources = files.filter((file) => file.endsWith('.ts'));
	const texts = sources.map(async (file) => await readFile(join(root, folder, file), 'utf8'));
	return (await Promise.all(texts)).join('\n');
}
