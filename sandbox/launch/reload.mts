import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { startChild } from './children.mjs';
import { dim, say } from './console.mjs';
import { publishedPackages, type PublishedPackage } from './packages.mjs';
import { cache, root } from './paths.mjs';
import { smallerCode } from './smaller.cjs';
import { loadedModules } from './unloaded.cjs';

/** What makes n8n load a node again once its compiled files change, and tell the editor. */
export const reloading = { NODE_ENV: 'development', N8N_DEV_RELOAD: 'true' };

/** The packages in n8n's user folder, see `../n8n/userFolder.mts`. */
const MODULES = ['.n8n', 'nodes', 'node_modules'];

/** The compiler's line when it is done and waits for the next change. */
const COMPILED = /Watching for file changes/;

/**
 * Compiles each package again when a source of it changes, and puts what came out otherwise into
 * the n8n of a user folder. Icons, search words and schemas are copied at the next start only.
 */
export function watchPackages(userFolder: string): void {
	for (const one of publishedPackages) watch(one, join(userFolder, ...MODULES, one.name, 'dist'));
}

function watch({ name, folder }: PublishedPackage, target: string): void {
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const compiled = join(cache, 'dev', name);
	const child = startChild(
		process.execPath,
		[tsc, '-p', folder, '--watch', '--preserveWatchOutput', '--outDir', compiled],
		{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	if (child.stdout === null) return;
	let placed = Promise.resolve();
	createInterface({ input: child.stdout }).on('line', (line) => {
		if (line.trim() !== '') say(`  ${dim(name)} ${line}`);
		if (!COMPILED.test(line)) return;
		placed = placed
			.then(async () => await place(await loadedModules(folder, compiled), compiled, target))
			.catch((error: unknown) => say(`  ${dim(name)} ${String(error)}`));
	});
}

/**
 * Copies the files whose content differs. n8n loads a package anew on each write, and would do so
 * in the middle of a compilation that writes them all.
 */
async function place(files: Iterable<string>, from: string, to: string): Promise<void> {
	for (const source of files) {
		const target = join(to, source.slice(from.length));
		const content = smallerCode(await readFile(source, 'utf8'));
		const present = await readFile(target, 'utf8').catch(() => undefined);
		if (present === content) continue;
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, content);
	}
}
