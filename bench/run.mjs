import { join } from 'node:path';
import { installProject } from '../sandbox/launch/install.mjs';
import { buildPackages } from '../sandbox/launch/package.mjs';
import { root } from '../sandbox/launch/paths.mjs';
import { inTwoHalves } from '../sandbox/launch/twoHalves.mjs';
import { installN8n } from '../sandbox/n8n/install.mjs';

/**
 * What `npm run bench` runs: installs, builds and packs what is missing, then measures.
 * @param {string[]} args
 */
export async function main(args) {
	await inTwoHalves(async () => {
		await installProject();
		await installN8n();
		const { packagesDir } = await buildPackages();
		return {
			script: join(root, 'bench', 'main.mts'),
			args,
			env: { BENCH_PACKAGES: packagesDir },
		};
	});
}
