import { join } from 'node:path';
import { installN8n } from '../n8n/install.mjs';
import { bold, say } from './console.mjs';
import { Failure } from './failure.mjs';
import { installProject } from './install.mjs';
import { hold } from './lock.mjs';
import { readOptions, usage } from './options.mjs';
import { buildPackages } from './package.mjs';
import { root } from './paths.mjs';
import { checkPort } from './port.mjs';
import { inTwoHalves } from './twoHalves.mjs';

/**
 * A start: install, build, pack, and then a session with servers.
 * @param {string[]} args
 */
export async function main(args) {
	await inTwoHalves(async () => {
		const options = readOptions(args);
		if (options.help) {
			say(usage);
			return undefined;
		}
		const start = Date.now();
		say(
			`\n  ${bold('Handwriting OCR for n8n')}${options.sandboxOnly ? ', the sandbox alone' : ''}\n`,
		);
		await holdState(options.state);
		await checkPorts(options);
		await installProject();
		const packagesDir = options.sandboxOnly
			? undefined
			: (await installN8n(), (await buildPackages()).packagesDir);
		return {
			script: join(root, 'sandbox', 'launch', 'session.mts'),
			args: [JSON.stringify({ ...options, packagesDir, start })],
		};
	});
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
