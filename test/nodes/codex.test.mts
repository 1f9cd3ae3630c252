import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'nodes');

/** The files `*.node.json`: where n8n's node list shows a node, and the words that find it. */
function codexFiles(): string[] {
	return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.node.json'));
}

describe('the codex of a node', () => {
	test.each(codexFiles())('%s leaves the node in the list of actions', (file) => {
		const codex: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
		// n8n's editor (2.40) gives a node with the subcategory "Tools" of "AI" no actions, and without actions it is not listed. The tool
		// that n8n makes of a node gets the subcategory from n8n.
		expect(codex).not.toHaveProperty('subcategories.AI');
		expect(codex).toHaveProperty('alias', expect.arrayContaining(['OCR', 'handwriting']));
	});
});
