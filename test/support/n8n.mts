import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { N8nMajor } from '../../sandbox/launch/paths.mjs';
import { N8nClient } from '../../sandbox/n8n/client.mts';
import { owner } from '../../sandbox/n8n/demo.mts';

const root = join(import.meta.dirname, '..', '..');

/** How to start an n8n of a test's own. Most tests use the run's one, see `e2e/shared.mts`. */
export type TestN8nOptions = {
	/** Which of the pinned versions; left out: the newest. */
	major?: N8nMajor;
	/** 0 or left out: any free port */
	port?: number;
	/** Keep the state here; left out: a new folder that goes when n8n ends. */
	userFolder?: string;
	/** `default` is memory; n8n's own default is `filesystem`. */
	binaryDataMode?: 'default' | 'filesystem' | 'database';
	/** More of n8n's settings. */
	env?: Record<string, string>;
};

/** A real n8n in a process of its own, with the packed package. */
export type TestN8n = {
	/** Address without a trailing slash. */
	url: string;
	userFolder: string;
	/** As its owner, who is created at the first call. */
	connect: () => Promise<N8nClient>;
	/** What n8n has printed. */
	log: () => Promise<string>;
	stop: (signal?: NodeJS.Signals) => Promise<void>;
};

/** Packs what has changed and starts the pinned n8n; about 6 s. Ends with this process. */
export async function startN8n({
	major = 2,
	port = 0,
	userFolder,
	binaryDataMode,
	env = {},
}: TestN8nOptions = {}): Promise<TestN8n> {
	const args = [join(root, 'sandbox/n8n/main.mts'), '--watch-stdin'];
	args.push('--n8n', String(major), '--port', String(port));
	if (userFolder !== undefined) args.push('--user-folder', userFolder);
	if (binaryDataMode !== undefined) args.push('--binary-data', binaryDataMode);
	for (const [name, value] of Object.entries(env)) args.push('--env', `${name}=${value}`);
	const child = spawn(join(root, 'node_modules/node/bin/node'), args, {
		cwd: root,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	const ready = await Promise.race([readyLine(child.stdout), ended]);
	if (!('url' in ready)) throw new Error('n8n did not start; its last words are above');
	return {
		url: ready.url,
		userFolder: ready.userFolder,
		connect: async () => await N8nClient.connect(ready.url, owner),
		log: async () => await readFile(ready.logFile, 'utf8'),
		stop: async (signal = 'SIGTERM') => {
			child.kill(signal);
			await ended;
		},
	};
}

type Ready = { url: string; userFolder: string; logFile: string };

/** Building the package may print before the line that matters. */
async function readyLine(output: NodeJS.ReadableStream): Promise<Ready> {
	for await (const line of createInterface({ input: output })) {
		if (line.startsWith('{')) return JSON.parse(line) as Ready;
	}
	return await new Promise<never>(() => {});
}
