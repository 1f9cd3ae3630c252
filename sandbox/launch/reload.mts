import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startChild } from './children.mjs';
import { dim, say } from './console.mjs';
import { publishedPackages, type PublishedPackage } from './packages.mjs';
import { root } from './paths.mjs';

/** What makes n8n load a node again once its compiled files change, and tell the editor. */
export const reloading: NodeJS.ProcessEnv = { NODE_ENV: 'development', N8N_DEV_RELOAD: 'true' };

/** The packages in n8n's user folder, see `../n8n/userFolder.mts`. */
const MODULES = ['.n8n', 'nodes', 'node_modules'];

/**
 * Compiles each package again when a source of it changes, straight into the n8n of a user folder.
 * Icons, search words and schemas are copied at the next start only.
 */
export function watchPackages(userFolder: string): void {
	for (const one of publishedPackages) watch(one, join(userFolder, ...MODULES, one.name, 'dist'));
}

function watch({ name, folder }: PublishedPackage, outDir: string): void {
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const child = startChild(
		process.execPath,
		[tsc, '-p', folder, '--watch', '--preserveWatchOutput', '--outDir', outDir],
		{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	if (child.stdout === null) return;
	createInterface({ input: child.stdout }).on('line', (line) => {
		if (line.trim() !== '') say(`  ${dim(name)} ${line}`);
	});
}
