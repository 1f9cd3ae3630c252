import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

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

jest.setTimeout(180_000);

/** Everything a command prints; its exit code is 0 or the test fails. */
async function output(command: string, ...args: string[]): Promise<string> {
	const { stdout, stderr } = await run(command, args, { cwd: root, env, maxBuffer: 2 ** 26 }).catch(
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
): Promise<{ files: number; findings: unknown[] }> {
	const { stdout } = await run(node, [join(import.meta.dirname, 'scan.mjs'), folder, ...patterns], {
		cwd: root,
		env,
		maxBuffer: 2 ** 26,
	});
	return JSON.parse(stdout);
}

describe('the source', () => {
	it('passes the linter of n8n without a warning', async () => {
		const printed = await output(bin('n8n-node'), 'lint');
		expect(printed).toContain('n8n-node lint');
		// The linter's summary begins with a cross as soon as there is one error or warning.
		expect(printed).not.toMatch(/✖|violation/i);
	});

	it('passes the rules of this house', async () => {
		expect(
			await output(bin('eslint'), '-c', 'eslint.house.config.mjs', '--max-warnings', '0', '.'),
		).toBe('');
	});

	it('has the form that Prettier gives it', async () => {
		expect(await output(bin('prettier'), '--check', '--log-level', 'warn', '.')).toBe('');
	});

	it.each(['tsconfig.dev.json', 'tsconfig.unit.json'])(
		'type-checks, tests and sandbox included: %s',
		async (project) => {
			expect(await output(bin('tsc'), '--noEmit', '-p', project)).toBe('');
		},
	);

	it('passes the community package scan', async () => {
		const { files, findings } = await scan(root);
		expect(files).toBeGreaterThan(60);
		expect(findings).toEqual([]);
	});
});

describe('the tarball', () => {
	let folder: string;
	let content: string[];
	const packageDir = () => join(folder, 'package');

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'tarball-'));
		await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
			cwd: root,
			env,
		});
		const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
		await run('tar', ['xzf', join(folder, tarball ?? ''), '-C', folder]);
		content = (await readdir(packageDir(), { recursive: true })).toSorted();
	});

	afterAll(async () => await rm(folder, { recursive: true, force: true }));

	it('passes the community package scan', async () => {
		const { files, findings } = await scan(packageDir(), '**/*.js', 'package.json');
		expect(files).toBeGreaterThan(50);
		expect(findings).toEqual([]);
	});

	it('holds the compiled package and nothing of its workshop', () => {
		const tops = new Set(content.map((path) => path.split('/')[0]));
		expect([...tops].toSorted()).toEqual(['LICENSE.md', 'README.md', 'dist', 'package.json']);
		expect(content.filter((path) => /test|sandbox|bench|\.map$|(?<!\.d)\.ts$/.test(path))).toEqual(
			[],
		);
	});

	it('holds what package.json names, with icons, search words and schemas', async () => {
		const manifest = JSON.parse(await readFile(join(packageDir(), 'package.json'), 'utf8'));
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
			expect(content).toContain(path);
		for (const path of manifest.n8n.nodes) expect(content).toContain(path.replace(/js$/, 'json'));
		expect(content).toEqual(
			expect.arrayContaining([
				'dist/icons/handwritingOcr.svg',
				'dist/icons/handwritingOcr.dark.svg',
				'dist/nodes/HandwritingOcr/__schema__/v1.0.0/document/upload.json',
			]),
		);
	});

	it('has no runtime dependency and no install script', async () => {
		const manifest = JSON.parse(await readFile(join(packageDir(), 'package.json'), 'utf8'));
		expect(manifest).toMatchObject({ peerDependencies: { 'n8n-workflow': '*' }, license: 'MIT' });
		expect(manifest).not.toHaveProperty('dependencies');
		expect(Object.keys(manifest.scripts)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)]),
		);
	});

	it('imports at run time only what n8n allows', async () => {
		const allowed = /^(n8n-workflow|crypto|\.{1,2}\/.+)$/;
		for (const path of content.filter((name) => name.endsWith('.js'))) {
			const code = await readFile(join(packageDir(), path), 'utf8');
			const imports = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
			expect(imports.filter((name) => !allowed.test(name))).toEqual([]);
		}
	});
});
