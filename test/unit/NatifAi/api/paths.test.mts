import fc from 'fast-check';
import {
	onlyPath,
	ownAddress,
	readPaths,
} from '../../../../packages/natif-ai/nodes/NatifAi/api/paths.ts';
import '../../../support/seed.mts';

describe('lists of paths', () => {
	const paths = ['/processing/results/x/page-images/1', '/processing/results/x/page-images/2'];
	const read = paths.map((path, index) => ({ number: index + 1, path }));

	it.each([
		['an object with pages', { pages: paths }],
		['a bare list', paths],
		['another key', { page_images: paths }],
		['a map', { first: paths[0], second: paths[1] }],
		['objects with the path', [{ url: paths[0] }, { url: paths[1] }]],
	])('as %s', (_case, body) => {
		expect(readPaths(body, 1)).toEqual(read);
	});

	it('without numbers are counted', () => {
		expect(readPaths(['/a', '/b'], 0)).toEqual([
			{ number: 0, path: '/a' },
			{ number: 1, path: '/b' },
		]);
		expect(readPaths(['/a', '/b'], 1)).toMatchObject([{ number: 1 }, { number: 2 }]);
	});

	it('survive any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => expect(readPaths(body, 0)).toEqual(expect.any(Array))),
		);
	});
});

it.each([
	[{ url: '/a/b' }, '/a/b'],
	[{ url: 'https://api.natif.ai/a', pages: [1, 2] }, 'https://api.natif.ai/a'],
	[{ urls: ['/a'] }, '/a'],
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
