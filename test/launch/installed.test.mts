import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './node.mts';

let folder: string;

/** Calls one function of `installed.mjs` with the folder. */
async function call(name: string): Promise<unknown> {
	const output = await runModule(`
		import * as installed from './installed.mjs';
		console.log(JSON.stringify((await installed['${name}'](${JSON.stringify(folder)})) ?? null));
	`);
	return JSON.parse(output);
}

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'installed-'));
	await writeFile(join(folder, 'package.json'), '{}');
	await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: {} }));
	await mkdir(join(folder, 'node_modules', 'half'), { recursive: true });
});

afterEach(async () => await rm(folder, { recursive: true, force: true }));

test('an install that ended is seen as such until the lock file changes', async () => {
	expect(await call('isInstalled')).toBe(false);
	await call('finishInstall');
	expect(await call('isInstalled')).toBe(true);
	await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
	expect(await call('isInstalled')).toBe(false);
});

test('what a broken-off install left is cleared away before the next', async () => {
	await call('beginInstall');
	expect(existsSync(join(folder, 'node_modules', 'half'))).toBe(false);
});

test('an install broken off on top of a whole one is cleared away too', async () => {
	await writeFile(join(folder, 'node_modules', '.package-lock.json'), '{}');
	await call('beginInstall');
	expect(existsSync(join(folder, 'node_modules', 'half'))).toBe(true);
	await call('beginInstall');
	expect(existsSync(join(folder, 'node_modules', 'half'))).toBe(false);
});
