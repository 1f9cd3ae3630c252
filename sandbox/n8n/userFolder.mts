import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { n8nDir } from '../launch/paths.mjs';

/** What a community node may import. In production these come from n8n itself. */
const HOST_PACKAGES = ['n8n-workflow', 'lodash', 'luxon', 'moment', 'p-limit', 'zod'];

/**
 * Puts the packed package where n8n looks for community nodes below its user folder, in place of an
 * earlier one.
 *
 * The links beside it make it find n8n's own copies of what it may import. Without them a user
 * folder inside this project would find the project's development copies first, and `instanceof`
 * between two copies of n8n-workflow does not hold.
 * @param packageDir the packed package, unpacked; its last part is the package's name
 */
export async function placePackage(userFolder: string, packageDir: string): Promise<void> {
	const name = basename(packageDir);
	const nodesDir = join(userFolder, '.n8n', 'nodes');
	const modules = join(nodesDir, 'node_modules');
	await mkdir(modules, { recursive: true });
	await rm(join(modules, name), { recursive: true, force: true });
	await cp(packageDir, join(modules, name), { recursive: true });
	for (const host of HOST_PACKAGES) {
		const target = join(n8nDir, 'node_modules', host);
		await rm(join(modules, host), { recursive: true, force: true });
		if (existsSync(target)) await symlink(target, join(modules, host), 'junction');
	}
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [name]: '*' } };
	await writeFile(join(nodesDir, 'package.json'), JSON.stringify(manifest, null, 2));
}
