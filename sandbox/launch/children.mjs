import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const children = new Set();
/** @type {WeakSet<ChildProcess>} */
const ending = new WeakSet();
const grouped = process.platform !== 'win32';

/**
 * Starts a program in a process group of its own, which ends with this process whatever ends it.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {ChildProcess}
 */
export function startChild(command, args, options) {
	const child = spawn(command, args, { ...options, detached: grouped, windowsHide: true });
	children.add(child);
	child.once('exit', () => children.delete(child));
	child.once('error', () => children.delete(child));
	return child;
}

/**
 * Asks a child and all it started to end, and makes them after `patience` milliseconds.
 * @param {ChildProcess} child
 */
export async function endChild(child, patience = 10_000) {
	ending.add(child);
	if (hasEnded(child)) return;
	const ended = once(child, 'exit');
	signal(child, 'SIGTERM');
	const timer = setTimeout(() => signal(child, 'SIGKILL'), patience);
	await ended;
	clearTimeout(timer);
	signal(child, 'SIGKILL');
}

/**
 * Whether this process has asked the child to end.
 * @param {ChildProcess} child
 */
export function isEnding(child) {
	return ending.has(child);
}

/** Asks every child to end, and waits for it. */
export async function endChildren() {
	await Promise.all([...children].map((child) => endChild(child)));
}

/** @param {ChildProcess} child */
function hasEnded(child) {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} name
 */
function signal(child, name) {
	try {
		if (child.pid !== undefined) process.kill(grouped ? -child.pid : child.pid, name);
	} catch {
		// the group is gone
	}
}

process.on('exit', () => {
	for (const child of children) signal(child, 'SIGKILL');
});
