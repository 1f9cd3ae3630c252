import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const root = join(import.meta.dirname, '..', '..');
export const node = join(root, 'node_modules/node/bin/node');

/**
 * Runs code as a module of `sandbox/launch`, in a Node of its own; `import` in it is relative to
 * that folder.
 */
export function startModule(
	code: string,
	env: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
	return spawn(node, ['--input-type=module', '--eval', code], {
		cwd: join(root, 'sandbox/launch'),
		env: { ...process.env, ...env },
		stdio: 'pipe',
	});
}

export type Ended = { code: number | null; stdout: string; stderr: string };

/** The exit code and all output of a process. */
export async function untilEnded(child: ChildProcessWithoutNullStreams): Promise<Ended> {
	const [[code], stdout, stderr] = await Promise.all([
		once(child, 'exit'),
		text(child.stdout),
		text(child.stderr),
	]);
	return { code: typeof code === 'number' ? code : null, stdout, stderr };
}

/** What a module prints. Throws with its stderr when it fails. */
export async function runModule(code: string): Promise<string> {
	const ended = await untilEnded(startModule(code));
	if (ended.code !== 0) throw new Error(ended.stderr);
	return ended.stdout.trim();
}

/** Runs what `npm start` does. */
export async function runStart(...args: string[]): Promise<Ended> {
	return await untilEnded(
		spawn(node, ['scripts/run.mjs', 'sandbox/launch/main.mjs', ...args], {
			cwd: root,
			stdio: 'pipe',
		}),
	);
}
