import { once } from 'node:events';
import { join, delimiter, dirname } from 'node:path';
import { startChild } from '../../sandbox/launch/children.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';

/** The project's Node first on PATH, for tools that start tools. */
const env = { ...process.env, PATH: [dirname(projectNode), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter) };

/**
 * Runs an installed tool on the project's Node and gives its exit code; its output goes where this process's goes.
 * @param {string} script below `node_modules`
 * @param {string[]} args
 */
export async function runTool(script, args) {
	const child = startChild(projectNode, [join(root, 'node_modules', script), ...args], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
	const [code] = await once(child, 'exit');
	return code ?? 1;
}

/**
 * As `runTool`, with the output kept.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function captureTool(script, args) {
	const child = startChild(projectNode, [join(root, 'node_modules', script), ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
	const [code] = await once(child, 'close');
	return { code: code ?? 1, output };
}
