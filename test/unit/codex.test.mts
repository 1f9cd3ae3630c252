import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';

/** The files `*.node.json`: where n8n's node list shows a node, and the words that find it. */
function codexFiles(): string[] {
	return publishedPackages.flatMap(({ folder }) =>
		readdirSync(join(folder, 'nodes'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.node.json'))
			.map((file) => join(folder, 'nodes', file)),
	);
}

describe('the codex of a node', () => {
	test.each(codexFiles())('%s leaves the node in the list of actions', (file) => {
		const codex: unknown = JSON.parse(readFileSync(file, 'utf8'));
		// n8n's editor (2.40) lists a node of the category "AI" only among an agent's parts, and gives
		// one of its subcategory "Tools" no actions. The tool that n8n makes of a node gets both from
		// n8n.
		expect(codex).toHaveProperty('categories', expect.not.arrayContaining(['AI']));
		expect(codex).not.toHaveProperty('subcategories.AI');
		// A trigger is shown within the node of its name, and would be found twice.
		if (file.includes('Trigger')) expect(codex).not.toHaveProperty('alias');
		else expect(codex).toHaveProperty('alias', expect.arrayContaining(['OCR', 'handwriting']));
		// The node's help is then the package's own page. Without the key itself n8n (1.123 and 2.40)
		// drops the whole codex, and with it the words that find the node.
		expect(codex).toHaveProperty('resources', {});
	});
});
