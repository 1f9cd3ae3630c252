import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** Where the sources of the folders here stand. */
const SOURCES: Record<string, string> = {
	HandwritingOcr: 'nodes',
	NatifAi: 'packages/natif-ai/nodes',
	Ocriva: 'packages/ocriva/nodes',
	shared: 'nodes',
};

const root = join(import.meta.dirname, '../..');

it('each unit test below a folder stands where its source does', () => {
	const tests = Object.keys(SOURCES).flatMap((folder) =>
		readdirSync(join(import.meta.dirname, folder), { recursive: true, withFileTypes: true })
			.filter(({ name }) => name.endsWith('.test.mts'))
			.map(({ name, parentPath }) => relative(import.meta.dirname, join(parentPath, name))),
	);
	expect(tests.length).toBeGreaterThan(50);
	const sourceOf = (test: string) => {
		const [folder = ''] = test.split(/[\\/]/);
		const [name = ''] = basename(test).split('.');
		return join(root, SOURCES[folder] ?? '', dirname(test), `${name}.ts`);
	};
	expect(tests.filter((test) => !existsSync(sourceOf(test)))).toEqual([]);
});
