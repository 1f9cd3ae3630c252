import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');

const MANIFESTS = [
	'package.json',
	'packages/natif-ai/package.json',
	'packages/ocriva/package.json',
];

describe('npm run release, in a clone', () => {
	let clone: string;
	let present: string;

	beforeEach(async () => {
		clone = join(await mkdtemp(join(tmpdir(), 'clone-')), 'clone');
		await run('git', ['clone', '--quiet', root, clone]);
		await copyFile(join(root, 'scripts/release.mjs'), join(clone, 'scripts/release.mjs'));
		present = (await manifest('package.json')).version;
	});

	afterEach(async () => await rm(join(clone, '..'), { recursive: true, force: true }));

	const text = async (path: string) => await readFile(join(clone, path), 'utf8');

	const manifest = async (path: string) => JSON.parse(await text(path));

	const release = async (version: string) =>
		await run(node, ['scripts/release.mjs', version], { cwd: clone }).then(
			({ stdout }) => ({ code: 0, printed: stdout }),
			({ code, stderr }: { code: number; stderr: string }) => ({ code, printed: stderr }),
		);

	const changes = async () => {
		const { stdout } = await run('git', ['diff', '--name-only', '--', ':!scripts/release.mjs'], {
			cwd: clone,
		});
		return stdout.trim().split('\n').filter(Boolean);
	};

	const nextMinor = () => {
		const [major, minor] = present.split('.').map(Number);
		return `${major}.${(minor ?? 0) + 1}.0`;
	};

	it('sets the version everywhere, and dates the section of the changelog', async () => {
		const next = nextMinor();
		const { code, printed } = await release(next);
		expect([code, printed]).toEqual([0, expect.stringContaining(`git tag v${next}`)]);
		const versions = await Promise.all(
			MANIFESTS.map(async (path) => (await manifest(path)).version),
		);
		expect(versions).toEqual([next, next, next]);
		const lock = await manifest('package-lock.json');
		expect([lock.version, lock.packages[''].version]).toEqual([next, next]);
		expect(await text('CHANGELOG.md')).toMatch(
			new RegExp(`\n## \\[Unreleased\\]\n\n## \\[${next}\\] - \\d{4}-\\d\\d-\\d\\d\n`),
		);
		expect(await changes()).toEqual([...MANIFESTS, 'package-lock.json', 'CHANGELOG.md'].toSorted());
	});

	it('changes one line of each manifest and two of the lock file', async () => {
		await release(nextMinor());
		const { stdout } = await run('git', ['diff', '--numstat', '--', '*.json'], { cwd: clone });
		const lines = stdout
			.trim()
			.split('\n')
			.map((line) => line.split('\t').join(' '));
		expect(lines.toSorted()).toEqual(
			[...MANIFESTS.map((path) => `1 1 ${path}`), '2 2 package-lock.json'].toSorted(),
		);
	});

	it.each([
		['0.0.0', 'does not come after'],
		['next', 'Usage: npm run release'],
		['', 'Usage: npm run release'],
	])('refuses "%s" and changes nothing', async (version, sentence) => {
		const { code, printed } = await release(version);
		expect([code, printed]).toEqual([1, expect.stringContaining(sentence)]);
		expect(await changes()).toEqual([]);
	});

	it('refuses a version that is dated already', async () => {
		await writeFile(
			join(clone, 'CHANGELOG.md'),
			`## [Unreleased]\n\n## [${present}] - 2026-01-01\n`,
		);
		const { code, printed } = await release(present);
		expect([code, printed]).toEqual([1, `${present} is released already.\n`]);
	});
});
