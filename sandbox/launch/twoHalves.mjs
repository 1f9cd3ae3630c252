import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endChildren } from './children.mjs';
import { projectNode, root } from './paths.mjs';
import { showFailure } from './showFailure.mjs';
import { onEnd } from './signals.mjs';

/**
 * @typedef {object} SecondHalf
 * @property {string} script
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a program in two halves: the first on whatever Node the machine has, the second on the
 * project's Node, which the first has installed. The second is in the same process group, so that
 * Ctrl-C reaches it directly, and the channel tells it when this process is gone.
 * @param {() => Promise<SecondHalf | undefined>} prepare the first half; undefined when that is all
 */
export async function inTwoHalves(prepare) {
	let end = endChildren;
	onEnd(async () => await end());
	try {
		const second = await prepare();
		if (second === undefined) return;
		const child = spawn(projectNode, [second.script, ...second.args], {
			cwd: root,
			env: { ...process.env, ...second.env },
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		});
		const ended = once(child, 'exit');
		end = async () => {
			child.kill('SIGTERM');
			await ended;
		};
		const [code] = await ended;
		process.exit(code ?? 1);
	} catch (error) {
		showFailure(error);
		process.exit(1);
	}
}
