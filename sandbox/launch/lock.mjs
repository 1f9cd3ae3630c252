import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache } from './paths.mjs';

/**
 * Does the work while no other process does work under the same name: a second start or test run
 * waits for the first.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(holder: number, file: string) => void} [waiting] told once which process holds it, and
 * the lock's file
 * @returns {Promise<T>}
 */
export async function alone(name, work, waiting = () => {}) {
	const file = join(cache, `${name}.lock`);
	await mkdir(cache, { recursive: true });
	let told = false;
	for (let holder = await take(file); holder !== undefined; holder = await take(file)) {
		if (!told) waiting(holder, file);
		told = true;
		await sleep(200);
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}

/**
 * Takes a lock until this process ends, or says which process has it.
 * @param {string} file
 * @returns {Promise<number | undefined>} the other process, or undefined when the lock is ours
 */
export async function hold(file) {
	await mkdir(dirname(file), { recursive: true });
	const holder = await take(file);
	if (holder === undefined) process.once('exit', () => rmSync(file, { force: true }));
	return holder;
}

/**
 * Puts the lock file there, whole; one that a dead process left goes first.
 * @param {string} file
 * @returns {Promise<number | undefined>} the living process that has it, or undefined when it is
 * ours
 */
async function take(file) {
	const own = `${file}.${process.pid}`;
	await writeFile(own, String(process.pid));
	try {
		for (;;) {
			try {
				await link(own, file);
				return undefined;
			} catch (error) {
				if (error.code !== 'EEXIST') throw error;
			}
			const holder = Number(await readFile(file, 'utf8').catch(() => ''));
			if (holder > 0 && isAlive(holder)) return holder;
			if (holder > 0) await rm(file, { force: true });
		}
	} finally {
		await rm(own, { force: true });
	}
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
