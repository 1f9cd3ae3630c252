import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';

const root = join(import.meta.dirname, '../..');

const PAGES = [
	...publishedPackages.map(({ folder }) => relative(root, join(folder, 'README.md'))),
	'CONTRIBUTING.md',
	'SECURITY.md',
	'workflows/README.md',
];

/** The pages of docs/ and those in front of it. */
async function allPages(): Promise<string[]> {
	const docs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
	return [...PAGES, ...docs.map((name) => `docs/${name}`)];
}

const read = async (page: string) => await readFile(join(root, page), 'utf8');

/** What the links and pictures of a page lead to. */
function targets(text: string, pattern: RegExp): string[] {
	return [...text.matchAll(pattern)].map(([, target = '']) => target);
}

const LINK = /(?<!!)\]\(([^)\s]+)\)/g;
const PICTURE = /!\[[^\]]*\]\(([^)\s]+)\)/g;

/** The anchors that GitHub gives the headings of a page. */
function anchors(text: string): string[] {
	return targets(text, /^#+ (.+)$/gm).map((heading) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N} -]/gu, '')
			.replaceAll(' ', '-'),
	);
}

describe.each(publishedPackages)('the README of $name', ({ folder }) => {
	const page = relative(root, join(folder, 'README.md'));

	it('has at most 200 lines', async () => {
		expect((await read(page)).trimEnd().split('\n').length).toBeLessThanOrEqual(200);
	});

	it('has pictures with absolute addresses below the repository, and each is there', async () => {
		const manifest = JSON.parse(await read('package.json'));
		const address = manifest.repository.url.replace(/^git\+|\.git$/g, '');
		const pictures = targets(await read(page), PICTURE);
		expect(pictures.length).toBeGreaterThan(0);
		for (const picture of pictures) {
			const [before, path = ''] = picture.split('/raw/HEAD/');
			expect([picture, before, existsSync(join(root, path))]).toEqual([picture, address, true]);
		}
	});

	it('says how to install it, what it promises and where to ask', async () => {
		const headings = anchors(await read(page));
		expect(headings).toEqual(
			expect.arrayContaining(['install', 'five-minutes-to-the-first-text', 'where-to-ask']),
		);
		expect(headings).toContain('promises-and-limits');
	});
});

describe('the pages of the repository', () => {
	it('lead to files and headings that are there', async () => {
		const missing: string[] = [];
		for (const page of await allPages()) {
			const text = await read(page);
			for (const target of [...targets(text, LINK), ...targets(text, PICTURE)]) {
				if (/^\w+:/.test(target) && !/\/(raw|blob)\/HEAD\//.test(target)) continue;
				const [path = '', anchor] = target.split('#');
				const file = placeOf(page, path);
				const isThere =
					existsSync(join(root, file)) &&
					(anchor === undefined || anchors(await read(file)).includes(anchor));
				if (!isThere) missing.push(`${page}: ${target}`);
			}
		}
		expect(missing).toEqual([]);
	});

	it('of docs/ are all named in docs/README.md', async () => {
		const named = targets(await read('docs/README.md'), LINK);
		const pages = (await readdir(join(root, 'docs'))).filter(
			(name) => name.endsWith('.md') && name !== 'README.md',
		);
		expect(pages.toSorted()).toEqual(named.toSorted());
	});
});

/** Where a link of a page leads, below the root. */
function placeOf(page: string, path: string): string {
	if (path === '') return page;
	const [, below] = path.split(/\/(?:raw|blob)\/HEAD\//);
	return below ?? relative(root, join(root, dirname(page), path));
}
