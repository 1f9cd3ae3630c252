import { once } from 'node:events';
import { join, delimiter, dirname } from 'node:path';
import { startChild } from '../../sandbox/launch/children.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';

/**
 * Runs an installed tool and gives its exit code; its output goes where this process's goes. The
 * tool's Node is first on PATH, for tools that start tools.
 * @param {string} script below `node_modules`
 * @param {string[]} args
 * @param {string} [node] the project's Node unless another one is given
 */
export async function runTool(script, args, node = projectNode) {
	const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH];
	const child = startChild(node, [join(root, 'node_modules', script), ...args], {
		cwd: root,
		env: { ...process.env, PATH: path.join(delimiter) },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const [code] = await once(child, 'exit');
	return code ?? 1;
}
