import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
// NODE_ENV=test, which jest sets, makes the linter apply its rules to files they are not meant for.
const env = {
	...process.env,
	NODE_ENV: 'production',
	PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
};

/** Everything a command prints; its exit code is 0 or the test fails. */
async function output(cwd: string, command: string, ...args: string[]): Promise<string> {
	const { stdout, stderr } = await run(command, args, { cwd, env, maxBuffer: 2 ** 26 }).catch(
		(error: unknown) => {
			throw new Error(
				`${command} ${args.join(' ')}\n${JSON.stringify(error, null, 1).slice(0, 4_000)}`,
			);
		},
	);
	return stdout + stderr;
}

async function scan(
	folder: string,
	...patterns: string[]
): Promise<{ files: string[]; findings: unknown[] }> {
	const { stdout } = await run(node, [join(import.meta.dirname, 'scan.mjs'), folder, ...patterns], {
		cwd: root,
		env,
		maxBuffer: 2 ** 26,
	});
	return JSON.parse(stdout);
}

describe('the repository', () => {
	it('passes the rules of this house', async () => {
		expect(
			await output(
				root,
				bin('eslint'),
				'-c',
				'eslint.house.config.mjs',
				'--max-warnings',
				'0',
				'.',
			),
		).toBe('');
	});

	it('has the form that Prettier gives it', async () => {
		expect(await output(root, bin('prettier'), '--check', '--log-level', 'warn', '.')).toBe('');
	});

	it.each(['tsconfig.dev.json', 'tsconfig.unit.json', 'tsconfig.ui.json'])(
		'type-checks, tests and sandbox included: %s',
		async (project) => {
			expect(await output(root, bin('tsc'), '--noEmit', '-p', project)).toBe('');
		},
	);
});

describe.each(publishedPackages)('the source of $name', ({ name, folder }) => {
	it('passes the linter of n8n without a warning', async () => {
		const printed = await output(folder, bin('n8n-node'), 'lint');
		expect(printed).toContain('n8n-node lint');
		// The linter's summary begins with a cross as soon as there is one error or warning.
		expect(printed).not.toMatch(/✖|violation/i);
	});

	it('passes the community package scan, with shared/ and its own files in it', async () => {
		const { files, findings } = await scan(folder);
		const scripts = files.filter((file) => file.endsWith('.ts')).toSorted();
		const own = await sourcesBelow(folder, ['nodes', 'credentials']);
		const shared = await sourcesBelow(root, ['nodes/shared']);
		expect(shared.length).toBeGreaterThan(50);
		expect(own).toEqual(expect.arrayContaining(shared));
		expect(scripts).toEqual(own);
		expect(findings).toEqual([]);
	});

	it('names no other service', async () => {
		const others = publishedPackages.filter((other) => other.name !== name);
		const names = others.flatMap(({ nodes: [node = ''] }) => [
			node,
			`${node.charAt(0).toUpperCase()}${node.slice(1)}`,
		]);
		for (const file of await sourcesBelow(folder, ['nodes', 'credentials'])) {
			const code = await readFile(join(folder, file), 'utf8');
			expect([file, names.filter((other) => code.includes(other))]).toEqual([file, []]);
		}
	});
});

describe.each(publishedPackages)(
	'the tarball of $name, by npm run pack:all',
	({ name, version }) => {
		let folder: string;
		let content: string[];
		const packageDir = () => join(folder, 'package');
		const manifest = async () =>
			JSON.parse(await readFile(join(packageDir(), 'package.json'), 'utf8'));

		beforeAll(async () => {
			folder = await mkdtemp(join(tmpdir(), 'tarball-'));
			await output(root, node, 'scripts/packAll.mts', folder);
			const tarballs = publishedPackages.map((one) => `${one.name}-${one.version}.tgz`);
			expect((await readdir(folder)).toSorted()).toEqual(tarballs.toSorted());
			await run('tar', ['xzf', join(folder, `${name}-${version}.tgz`), '-C', folder]);
			content = (await readdir(packageDir(), { recursive: true })).toSorted();
		});

		afterAll(async () => await rm(folder, { recursive: true, force: true }));

		it('passes the community package scan', async () => {
			const { files, findings } = await scan(packageDir(), '**/*.js', 'package.json');
			expect(files.length).toBeGreaterThan(50);
			expect(findings).toEqual([]);
		});

		it('holds the compiled package and nothing of its workshop, in less than 400 kB', async () => {
			const tops = new Set(content.map((path) => path.split('/')[0]));
			expect([...tops].toSorted()).toEqual(['LICENSE.md', 'README.md', 'dist', 'package.json']);
			expect(
				content.filter((path) => /test|sandbox|bench|\.map$|(?<!\.d)\.ts$/.test(path)),
			).toEqual([]);
			const sizes = await Promise.all(content.map((path) => stat(join(packageDir(), path))));
			const bytes = sizes
				.filter((entry) => entry.isFile())
				.reduce((sum, { size }) => sum + size, 0);
			expect(bytes).toBeLessThan(400_000);
		});

		it('holds what package.json names, with icons, search words and schemas', async () => {
			const { n8n } = await manifest();
			for (const path of [...n8n.nodes, ...n8n.credentials]) expect(content).toContain(path);
			for (const path of n8n.nodes) expect(content).toContain(path.replace(/js$/, 'json'));
			expect(content.filter((path) => /^dist\/icons\/\w+(\.dark)?\.svg$/.test(path))).toHaveLength(
				2,
			);
			expect(content.filter((path) => path.includes('/__schema__/v1.0.0/document/'))).not.toEqual(
				[],
			);
		});

		it('has no runtime dependency and no install script', async () => {
			const { dependencies, peerDependencies, license, scripts } = await manifest();
			expect({ dependencies, peerDependencies, license }).toEqual({
				dependencies: undefined,
				peerDependencies: { 'n8n-workflow': '*' },
				license: 'MIT',
			});
			expect(
				Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name)),
			).toEqual([]);
		});

		it('imports at run time only what n8n allows', async () => {
			const allowed = /^(n8n-workflow|crypto|\.{1,2}\/.+)$/;
			const imports = new Set<string>();
			for (const path of content.filter((name) => name.endsWith('.js'))) {
				const code = await readFile(join(packageDir(), path), 'utf8');
				for (const [, name = ''] of code.matchAll(/require\("([^"]+)"\)/g)) imports.add(name);
			}
			expect(imports).toContain('n8n-workflow');
			expect([...imports].filter((name) => !allowed.test(name))).toEqual([]);
		});
	},
);

/** The TypeScript sources below some places of a folder, links included, as paths below it. */
async function sourcesBelow(folder: string, places: string[]): Promise<string[]> {
	const found = await Promise.all(places.map(async (place) => await sourcesIn(folder, place)));
	return found.flat().toSorted();
}

async function sourcesIn(folder: string, place: string): Promise<string[]> {
	const files: string[] = [];
	for (const name of await readdir(join(folder, place))) {
		const path = join(place, name);
		const isFolder = (await stat(join(folder, path))).isDirectory();
		if (isFolder) files.push(...(await sourcesIn(folder, path)));
		else if (name.endsWith('.ts')) files.push(path);
	}
	return files;
}
