import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { n8nDirs, type N8nMajor } from '../launch/paths.mjs';

/** What a community node may import. In production these come from n8n itself. */
const HOST_PACKAGES = ['n8n-workflow', 'lodash', 'luxon', 'moment', 'p-limit', 'zod'];

/**
 * Puts the packed packages where n8n looks for community nodes below its user folder, in place of
 * earlier ones.
 *
 * The links beside them make them find n8n's own copies of what they may import. Without them a
 * user folder inside this project would find the project's development copies first, and
 * `instanceof` between two copies of n8n-workflow does not hold.
 * @param packagesDir the folder in which each package lies unpacked under its name
 */
export async function placePackages(
	userFolder: string,
	packagesDir: string,
	major: N8nMajor = 2,
): Promise<void> {
	const nodesDir = join(userFolder, '.n8n', 'nodes');
	const modules = join(nodesDir, 'node_modules');
	await mkdir(modules, { recursive: true });
	const names = (await readdir(packagesDir)).filter((name) => name.startsWith('n8n-nodes-'));
	for (const name of names) {
		await rm(join(modules, name), { recursive: true, force: true });
		await cp(join(packagesDir, name), join(modules, name), { recursive: true });
	}
	for (const host of HOST_PACKAGES) {
		const target = join(n8nDirs[major], 'node_modules', host);
		await rm(join(modules, host), { recursive: true, force: true });
		if (existsSync(target)) await symlink(target, join(modules, host), 'junction');
	}
	const dependencies = Object.fromEntries(names.map((name) => [name, '*']));
	const manifest = { name: 'installed-nodes', private: true, dependencies };
	await writeFile(join(nodesDir, 'package.json'), JSON.stringify(manifest, null, 2));
}
