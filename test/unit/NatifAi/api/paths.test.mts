import fc from 'fast-check';
import {
	onlyPath,
	ownAddress,
	readPaths,
} from '../../../../packages/natif-ai/nodes/NatifAi/api/paths.ts';
import '../../../support/seed.mts';

const root = '/processing/results/x';

describe('lists of paths', () => {
	const paths = [`${root}/page-images/1`, `${root}/page-images/2`];
	const read = paths.map((path, index) => ({ number: index + 1, path }));
	const [first, second] = paths;

	it.each([
		['an object with pages', { pages: paths }],
		['a bare list', paths],
		['a list that stands behind another', { warnings: [], pages: paths }],
		['a map by number', { '1': first, '2': second }],
		['a map under a key', { page_images: { '1': first, '2': second } }],
		['a map of objects', { '1': { url: first }, '2': { url: second } }],
		['objects with the path', [{ url: first }, { url: second }]],
		['objects that say more', [{ name: 'a/b c', type: 'image/png', n: 7, path: first }, second]],
		['lists in lists', { result: [[first], [second]] }],
		['a list beside a link to itself', { self: `${root}/page-images`, pages: paths }],
		['objects with a link to another result', paths.map((url) => ({ thumb: '/thumb/1', url }))],
		['a map of paths', { [String(first)]: { pages: [1] }, [String(second)]: { pages: [2] } }],
		['objects with a picture of each', paths.map((url) => ({ preview: `${url}/thumbnail`, url }))],
		['paths that stand there twice', { urls: paths, pages: paths.map((url) => ({ url })) }],
	])('as %s', (_case, body) => {
		expect(readPaths(body, 'page-images', 1)).toEqual(read);
	});

	it.each([
		['without numbers are counted', ['/a', '/b'], ['/a', '/b']],
		['may lack the first slash', ['results/x/sub-pdfs/a'], ['results/x/sub-pdfs/a']],
		['may be whole addresses', { a: 'https://x.example/f?n=1' }, ['https://x.example/f?n=1']],
		['are none in texts and numbers', [{ name: 'sub_document_0', pages: [1, 2] }, 'x', 7], []],
	])('%s', (_case, body, expected) => {
		for (const begin of [0, 1] as const)
			expect(readPaths(body, 'sub-pdfs', begin)).toEqual(
				expected.map((path, index) => ({ number: index + begin, path })),
			);
	});

	it('survive any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) =>
				expect(readPaths(body, 'sub-pdfs', 0)).toEqual(expect.any(Array)),
			),
		);
	});
});

it.each([
	[{ url: '/a/b' }, '/a/b'],
	[{ url: 'https://api.natif.ai/a', pages: [1, 2] }, 'https://api.natif.ai/a'],
	[{ urls: ['/a'] }, '/a'],
	[{ file: { url: '/a/b', type: 'application/pdf' } }, '/a/b'],
	[{ first: '/a', second: '/b' }, undefined],
	[{ name: 'text' }, undefined],
])('the only path in %j is %s', (body, path) => {
	expect(onlyPath(body)).toBe(path);
});

describe('addresses', () => {
	it.each([
		['https://api.natif.ai', '/processing/x', 'https://api.natif.ai/processing/x'],
		['https://api.natif.ai', 'processing/x', 'https://api.natif.ai/processing/x'],
		[
			'https://api.natif.ai',
			'https://api.natif.ai/processing/x',
			'https://api.natif.ai/processing/x',
		],
		['https://partner.example/api', '/processing/x', 'https://partner.example/api/processing/x'],
		[
			'https://partner.example/api',
			'/api/processing/x',
			'https://partner.example/api/processing/x',
		],
		['https://api.natif.ai', '//evil.example/x', 'https://api.natif.ai/evil.example/x'],
		['https://api.natif.ai', '@evil.example/x', 'https://api.natif.ai/@evil.example/x'],
	])('below %s: %s', (base, path, address) => {
		expect(ownAddress(path, base)).toBe(address);
	});

	it.each([
		'https://evil.example/x',
		'http://api.natif.ai/x',
		'https://api.natif.ai.evil.example/x',
		'https://api.natif.ai@evil.example/x',
		'file:///etc/passwd',
	])('%s is refused', (path) => {
		expect(() => ownAddress(path, 'https://api.natif.ai')).toThrow(
			`The service names an address on another host: ${path}`,
		);
	});

	it('never lead to another host', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (path) => {
				let address = 'https://api.natif.ai';
				try {
					address = ownAddress(path, 'https://api.natif.ai');
				} catch {
					// Refused, which is as good.
				}
				expect(new URL(address).origin).toBe('https://api.natif.ai');
			}),
		);
	});
});
