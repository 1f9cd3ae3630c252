import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
	sandboxClient,
	type NewAccount,
	type SandboxAccount,
	type SandboxClient,
	type ServiceName,
	type Services,
} from '../../sandbox/client.mts';

const root = join(import.meta.dirname, '..', '..');

/** How to start a sandbox for tests. */
export type SandboxOptions = {
	/** Default `fixed`: no OCR. */
	engine?: 'tesseract' | 'fixed';
	/** Milliseconds in process; default 0. */
	processingTime?: number;
	/** Folder that keeps the state. */
	data?: string;
	/** Token of a first account. */
	token?: string;
};

/** A sandbox in a process of its own, on a free port. */
export type TestSandbox = {
	/** Address without a trailing slash; v3 is at `${url}/v3`. */
	url: string;
	/** Opens an account of its own, so that tests do not disturb each other. */
	createAccount: (options?: NewAccount) => Promise<SandboxAccount>;
	/** The control API, opening accounts of Handwriting OCR. */
	control: SandboxClient;
	/** The same for another service: `sandbox.of('natifAi').createAccount()`. */
	of: <Name extends ServiceName>(service: Name) => SandboxClient<Services[Name]>;
	/** Ends the process; `SIGKILL` ends it at once, as a crash would. */
	stop: (signal?: NodeJS.Signals) => Promise<void>;
};

/**
 * Starts `sandbox/server/main.mts` and waits until it listens. What it writes to stderr goes to
 * this process's stderr.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
	const { engine = 'fixed', processingTime = 0, data, token } = options;
	const args = [
		join(root, 'sandbox/server/main.mts'),
		'--port',
		'0',
		'--engine',
		engine,
		'--processing-time',
		String(processingTime),
		'--watch-stdin',
	];
	if (data !== undefined) args.push('--data', data);
	if (token !== undefined) args.push('--token', token);
	const child = spawn(join(root, 'node_modules/node/bin/node'), args, {
		cwd: root,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const url = await listeningUrl(child);
	const control = sandboxClient(url);
	return {
		url,
		control,
		of: (service) => sandboxClient(url, service),
		createAccount: control.createAccount,
		stop: async (signal = 'SIGTERM') => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const ended = once(child, 'exit');
			child.kill(signal);
			await ended;
		},
	};
}

/** A sandbox for the tests and hooks of one file. Call it at the top of the file. */
export function useSandbox(options?: SandboxOptions): TestSandbox {
	const sandbox = new SharedSandbox();
	beforeAll(async () => {
		Object.assign(sandbox, await startSandbox(options));
	});
	afterAll(async () => await sandbox.stop?.());
	return sandbox;
}

class SharedSandbox implements TestSandbox {
	url!: TestSandbox['url'];
	createAccount!: TestSandbox['createAccount'];
	control!: TestSandbox['control'];
	of!: TestSandbox['of'];
	stop!: TestSandbox['stop'];
}

async function listeningUrl(child: ChildProcess): Promise<string> {
	if (!child.stdout) throw new Error('the sandbox has no stdout');
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`the sandbox ended with code ${code} before it listened`);
	});
	const lines = createInterface({ input: child.stdout });
	const [line] = await Promise.race([once(lines, 'line'), ended]);
	ended.catch(() => {});
	const message: unknown = JSON.parse(String(line));
	if (
		typeof message === 'object' &&
		message !== null &&
		'url' in message &&
		typeof message.url === 'string'
	)
		return message.url;
	throw new Error(`the sandbox began with ${line}`);
}
