import { once } from 'node:events';
import { join, delimiter, dirname } from 'node:path';
import { startChild } from '../../sandbox/launch/children.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';

/** The project's Node first on PATH, for tools that start tools. */
const env = {
	...process.env,
	PATH: [dirname(projectNode), join(root, 'node_modules', '.bin'), process.env.PATH].join(
		delimiter,
	),
};

/**
 * Runs an installed tool on the project's Node and gives its exit code; its output goes where this
 * process's goes.
 * @param {string} script below `node_modules`
 * @param {string[]} args
 */
export async function runTool(script, args) {
	const child = startChild(projectNode, [join(root, 'node_modules', script), ...args], {
		cwd: root,
		env,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const [code] = await once(child, 'exit');
	return code ?? 1;
}
