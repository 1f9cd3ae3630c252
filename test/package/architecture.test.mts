import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A hop of a walk: whose code it is, the function, its file. */
type Hop = { side: string; name: string; file: string };

/** The walks of docs/architecture.md by their headings. */
async function readWalks(): Promise<Map<string, Hop[]>> {
	const page = await readFile(join(root, 'docs/architecture.md'), 'utf8');
	const sections = page.split(/^## /m).map((text) => {
		const hops = [...text.matchAll(/^\| \d+ \| (\w+) \| `(\w+)` \| `([^`]+)` \|$/gm)].map(
			([, side = '', name = '', file = '']) => ({ side, name, file }),
		);
		return [text.split('\n')[0] ?? '', hops] as const;
	});
	return new Map(sections.filter(([, hops]) => hops.length > 0));
}

describe('the walks of docs/architecture.md', () => {
	it('lead through functions that are there', async () => {
		const walks = await readWalks();
		expect([...walks.keys()]).toEqual([
			'The walk of an upload',
			'The walk of a delivery',
			'The walk of a poll',
		]);
		for (const { name, file } of [...walks.values()].flat()) {
			const code = await readFile(join(root, file), 'utf8');
			expect(`${file}: ${new RegExp(`\\b${name}\\b`).test(code) ? name : 'missing'}`).toBe(
				`${file}: ${name}`,
			);
		}
	});

	it.each([
		['The walk of an upload', 13, 13],
		['The walk of a delivery', 21, 13],
		['The walk of a poll', 21, 13],
	])('%s has at most %d hops and %d crossings', async (title, hops, crossings) => {
		const walk = (await readWalks()).get(title) ?? [];
		expect(walk.length).toBeGreaterThan(0);
		expect(walk.length).toBeLessThanOrEqual(hops);
		const changes = walk.filter(({ side }, index) => index > 0 && side !== walk[index - 1]?.side);
		expect(changes.length).toBeLessThanOrEqual(crossings);
	});
});
