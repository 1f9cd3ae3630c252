import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endChildren } from '../sandbox/launch/children.mjs';
import { installProject } from '../sandbox/launch/install.mjs';
import { buildPackages } from '../sandbox/launch/package.mjs';
import { projectNode, root } from '../sandbox/launch/paths.mjs';
import { showFailure } from '../sandbox/launch/showFailure.mjs';
import { onEnd } from '../sandbox/launch/signals.mjs';
import { installN8n } from '../sandbox/n8n/install.mjs';

/**
 * What `npm run bench` runs, on any Node from 20 on: installs, builds and packs what is missing, then
 * measures on the project's Node.
 * @param {string[]} args
 */
export async function main(args) {
	let end = endChildren;
	onEnd(async () => await end());
	try {
		await installProject();
		await installN8n();
		const { packagesDir } = await buildPackages();
		const bench = spawn(projectNode, [join(root, 'bench', 'main.mts'), ...args], {
			cwd: root,
			env: { ...process.env, BENCH_PACKAGES: packagesDir },
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		});
		const ended = once(bench, 'exit');
		end = async () => {
			bench.kill('SIGTERM');
			await ended;
		};
		const [code] = await ended;
		process.exit(code ?? 1);
	} catch (error) {
		showFailure(error);
		process.exit(1);
	}
}
