import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useWorld } from './setup.mts';

const root = join(import.meta.dirname, '../../..');

describe('the examples in the docs have the fields that the node gives, in their order', () => {
	const world = useWorld();

	/** The fields of the JSON example of this number in a page. */
	async function example(page: string, number: number): Promise<string[]> {
		const text = await readFile(join(root, page), 'utf8');
		const [, json = ''] = [...text.matchAll(/```json\n([^]*?)```/g)][number] ?? [];
		return Object.keys(JSON.parse(json));
	}

	/** The fields of the last item that an upload of a sample gives. */
	async function given(file: string, parameters: Record<string, string | boolean>) {
		const { items } = await world.document(await world.openAccount(), 'upload', parameters, {
			clockSpeed: 20,
			input: await world.sampleItems(file),
		});
		return Object.keys(items.at(-1)?.json ?? {});
	}

	it.each(['README.md', 'docs/output.md'])('a document in %s', async (page) => {
		expect(await given('letter.png', { output: 'document' })).toEqual(await example(page, 0));
	});

	it('a row, and a row with its document', async () => {
		const rows = { documentAction: 'tables', output: 'rows' };
		const columns = await given('table.png', rows);
		const withDocument = await given('table.png', { ...rows, addSource: true });
		const [plain, added] = [await example('docs/output.md', 1), await example('docs/output.md', 2)];
		expect(withDocument.slice(0, -columns.length)).toEqual(added.slice(0, -plain.length));
		expect(withDocument.slice(-columns.length)).toEqual(columns);
	});

	it('a page', async () => {
		const page = await given('two-pages.pdf', { output: 'pages' });
		expect(page).toEqual(await example('docs/output.md', 3));
	});
});
