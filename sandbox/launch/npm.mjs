import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { startChild } from './children.mjs';
import { Failure } from './failure.mjs';
import { logs, projectNode, root } from './paths.mjs';

/**
 * Runs npm with its output in a log file of its own.
 * @param {string} purpose the log file's name and what the failure sentence says did not work
 * @param {string[]} args
 * @param {{ cwd?: string, advice?: string }} [options] `advice`: what to try when it fails
 */
export async function npm(
	purpose,
	args,
	{ cwd = root, advice = 'Look there, and run the same command again' } = {},
) {
	const logFile = join(logs, `${purpose.replaceAll(' ', '-')}.log`);
	await mkdir(logs, { recursive: true });
	const log = await open(logFile, 'w');
	try {
		const child = startNpm(args, { cwd, env: environment(), stdio: ['ignore', log.fd, log.fd] });
		const [code] = await once(child, 'exit').catch((error) => {
			throw new Failure(
				`npm was not found (${error.message}). It comes with Node: install Node 20 or newer from nodejs.org.`,
			);
		});
		if (code !== 0) {
			throw new Failure(
				`${purpose}: npm ended with code ${code}. Its output is in ${relative(root, logFile)}. ${advice}.`,
			);
		}
	} finally {
		await log.close();
	}
}

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
function startNpm(args, options) {
	const script = process.env.npm_execpath;
	if (script !== undefined && /npm-cli\.c?js$/.test(script))
		return startChild(process.execPath, [script, ...args], options);
	const windows = process.platform === 'win32';
	return startChild(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows });
}

/**
 * The environment without what the surrounding `npm start` says about itself, and with the
 * project's Node first on PATH.
 */
function environment() {
	const env = { ...process.env };
	for (const name of Object.keys(env)) {
		if (/^npm_(package_|lifecycle_|config_(local_prefix|prefix|global)$|command$)/i.test(name))
			delete env[name];
	}
	env.PATH = [dirname(projectNode), env.PATH].join(delimiter);
	return env;
}
