import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installN8n } from '../n8n/install.mjs';
import { endChildren } from './children.mjs';
import { bold, say } from './console.mjs';
import { Failure } from './failure.mjs';
import { installProject } from './install.mjs';
import { hold } from './lock.mjs';
import { readOptions, usage } from './options.mjs';
import { buildPackages } from './package.mjs';
import { projectNode, root } from './paths.mjs';
import { checkPort } from './port.mjs';
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
		await holdState(options.state);
		await checkPorts(options);
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
 * Two starts on one database would harm it.
 * @param {string} state
 */
async function holdState(state) {
	const holder = await hold(join(state, 'in-use'));
	if (holder === undefined) return;
	throw new Failure(
		`An earlier start still runs (process ${holder}). End it, or let this one keep its things elsewhere:\n` +
			'  npm start -- --state .cache/second --port 5688 --sandbox-port 4820',
	);
}

/**
 * Said before an install that takes minutes, and asked again when the servers start.
 * @param {import('./options.mjs').StartOptions} options
 */
async function checkPorts({ sandboxOnly, port, sandboxPort }) {
	const command = sandboxOnly ? 'npm run sandbox --' : 'npm start --';
	await checkPort(sandboxPort, 'the sandbox', `${command} --sandbox-port`);
	if (!sandboxOnly) await checkPort(port, 'n8n', `${command} --port`);
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
