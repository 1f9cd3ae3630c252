import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installN8n } from '../n8n/install.mjs';
import { endChildren } from './children.mjs';
import { bold, say } from './console.mjs';
import { installProject } from './install.mjs';
import { readOptions, usage } from './options.mjs';
import { buildPackages } from './package.mjs';
import { projectNode, root } from './paths.mjs';
import { showFailure } from './showFailure.mjs';
import { onEnd } from './signals.mjs';

/**
 * The first half of a start, on whatever Node the machine has: install, build, pack. The second
 * half runs on the project's Node.
 * @param {string[]} args
 */
export async function main(args) {
	try {
		const options = readOptions(args);
		if (options.help) {
			say(usage);
			return;
		}
		const start = Date.now();
		let end = endChildren;
		onEnd(async () => await end());
		say(
			`\n  ${bold('Handwriting OCR for n8n')}${options.sandboxOnly ? ', the sandbox alone' : ''}\n`,
		);
		await installProject();
		const packagesDir = options.sandboxOnly
			? undefined
			: (await installN8n(), (await buildPackages()).packagesDir);
		const session = startSession({ ...options, packagesDir, start });
		const ended = once(session, 'exit');
		end = async () => {
			session.kill('SIGTERM');
			await ended;
		};
		const [code] = await ended;
		process.exit(code ?? 1);
	} catch (error) {
		showFailure(error);
		process.exit(1);
	}
}

/**
 * In the same process group: Ctrl-C reaches it directly. The channel tells it when this process is
 * gone.
 * @param {object} options
 */
function startSession(options) {
	return spawn(
		projectNode,
		[join(root, 'sandbox', 'launch', 'session.mts'), JSON.stringify(options)],
		{
			cwd: root,
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		},
	);
}
