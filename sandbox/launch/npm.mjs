import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { diskFailure, networkFailure } from './causes.mjs';
import { startChild } from './children.mjs';
import { Failure } from './failure.mjs';
import { logs, projectNode, root } from './paths.mjs';

/** How much of npm's output is looked through for the reason of a failure. */
const KEPT_CHARACTERS = 1_000_000;

const PING = [
	'ping',
	'--fetch-retries=1',
	'--fetch-retry-mintimeout=1000',
	'--fetch-timeout=20000',
];

/** @typedef {{ cwd?: string, advice?: string }} NpmOptions `advice`: what to try when it fails */

/**
 * Runs npm with its output in a log file of its own.
 * @param {string} purpose the log file's name and what the failure sentence says did not work
 * @param {string[]} args
 * @param {NpmOptions} [options]
 */
export async function npm(purpose, args, options) {
	const { output, failure } = await run(purpose, args, options);
	if (failure) throw diskFailure(output) ?? failure;
}

/**
 * Like `npm`, for what comes from the registry. Without a way to it npm tries on in silence for
 * more than six minutes, so it is asked for a sign of life first. Where none comes, what npm has in
 * its cache may still do.
 * @param {string} purpose
 * @param {string[]} args
 * @param {NpmOptions} [options]
 */
export async function npmFromRegistry(purpose, args, options) {
	const sign = await run('reach the registry', PING, options);
	const unreachable = sign.failure && networkFailure(sign.output);
	const { output, failure } = await run(
		purpose,
		unreachable ? [...args, '--offline'] : args,
		options,
	);
	if (failure) throw diskFailure(output) ?? unreachable ?? networkFailure(output) ?? failure;
}

/**
 * @param {string} purpose
 * @param {string[]} args
 * @param {NpmOptions} [options]
 * @returns {Promise<{ output: string, failure?: Failure }>}
 */
async function run(
	purpose,
	args,
	{ cwd = root, advice = 'Look there, and run the same command again' } = {},
) {
	const logFile = join(logs, `${purpose.replaceAll(' ', '-')}.log`);
	await mkdir(logs, { recursive: true });
	// A full disk must not end this process: what npm prints is kept here too.
	const log = createWriteStream(logFile).on('error', () => {});
	let output = '';
	const child = startNpm(args, { cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk) => {
			output = `${output}${chunk}`.slice(-KEPT_CHARACTERS);
			log.write(chunk);
		});
	const [code] = await once(child, 'close').catch((error) => {
		throw new Failure(
			`npm was not found (${error.message}). It comes with Node: install Node 20 or newer from nodejs.org.`,
		);
	});
	await new Promise((written) => log.end(written));
	// npm only warns of a file that it could not write, and may end well all the same.
	if (code === 0 && !output.includes('ENOSPC')) return { output };
	const failure = new Failure(
		`${purpose}: npm ended with code ${code}. Its output is in ${relative(root, logFile)}. ${advice}.`,
	);
	return { output, failure };
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
