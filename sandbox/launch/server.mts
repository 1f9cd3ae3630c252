import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { diskFailure } from './causes.mjs';
import { endChild, isEnding, startChild } from './children.mjs';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';

const END_WITH_PARENT = pathToFileURL(join(import.meta.dirname, 'endWithParent.mjs')).href;

/** A server process with its output in a file. */
export type ServerProcess = {
	child: ChildProcess;
	/** what it has printed so far */
	log: () => Promise<string>;
	logFile: string;
	stop: () => Promise<void>;
	/** never resolves; rejects with a Failure when the process ends unasked */
	ended: Promise<never>;
};

/** Starts a Node program that serves. It ends with this process. */
export async function startServer(options: {
	name: string;
	script: string;
	args: string[];
	env?: NodeJS.ProcessEnv;
	logFile: string;
	cwd?: string;
}): Promise<ServerProcess> {
	await mkdir(dirname(options.logFile), { recursive: true });
	const output = createWriteStream(options.logFile);
	const child = startChild(
		process.execPath,
		['--import', END_WITH_PARENT, options.script, ...options.args],
		{
			cwd: options.cwd ?? root,
			env: { ...process.env, ...options.env },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		},
	);
	child.stdout?.pipe(output, { end: false });
	child.stderr?.pipe(output, { end: false });
	const ended = once(child, 'close').then(async ([code, signal]): Promise<never> => {
		await new Promise((written) => output.end(written));
		if (isEnding(child)) return await new Promise<never>(() => {});
		const last = await lastLines(options.logFile);
		throw (
			diskFailure(last) ??
			new Failure(
				`${options.name} ended by itself (${signal ?? `code ${code}`}). Its output is in ${relative(root, options.logFile)}:\n${last}`,
			)
		);
	});
	// Without its log a server that fails later could not be understood.
	const unwritten = once(output, 'error').then(([error]): never => {
		throw error;
	});
	const failed = Promise.race([ended, unwritten]);
	failed.catch(() => {});
	return {
		child,
		logFile: options.logFile,
		log: async () => await readFile(options.logFile, 'utf8').catch(() => ''),
		stop: async () => await endChild(child),
		ended: failed,
	};
}

async function lastLines(file: string): Promise<string> {
	const text = await readFile(file, 'utf8').catch(() => '');
	return text
		.trimEnd()
		.split('\n')
		.slice(-8)
		.map((line) => `    ${line}`)
		.join('\n');
}
