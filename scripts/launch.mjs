import { once } from 'node:events';
import { join } from 'node:path';
import { endChildren, startChild } from '../sandbox/launch/children.mjs';
import { installProject } from '../sandbox/launch/install.mjs';
import { buildPackages } from '../sandbox/launch/package.mjs';
import { projectNode, root } from '../sandbox/launch/paths.mjs';
import { showFailure } from '../sandbox/launch/showFailure.mjs';
import { onEnd } from '../sandbox/launch/signals.mjs';

/**
 * Runs a script of this folder on the project's Node, once the project is installed and the
 * packages are built.
 * @param {string[]} words its name, such as `docs` for `docs.mts`, and its arguments
 */
export async function main([name, ...args]) {
	onEnd(endChildren);
	try {
		await installProject();
		await buildPackages();
		const script = join(root, 'scripts', `${name}.mts`);
		const child = startChild(projectNode, [script, ...args], { cwd: root, stdio: 'inherit' });
		const [code] = await once(child, 'exit');
		process.exitCode = code ?? 1;
	} catch (error) {
		showFailure(error);
		process.exitCode = 1;
	}
}
