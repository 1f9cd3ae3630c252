import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache } from './paths.mjs';

/**
 * Does the work while no other process does work under the same name: a second start or test run waits for the first.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(holder: number, file: string) => void} [waiting] told once which process holds it, and the lock's file
 * @returns {Promise<T>}
 */
export async function alone(name, work, waiting = () => {}) {
	const file = join(cache, `${name}.lock`);
	await mkdir(cache, { recursive: true });
	let told = false;
	while (!(await take(file))) {
		const holder = Number(await readFile(file, 'utf8').catch(() => ''));
		if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
		else if (holder > 0 && !told) {
			told = true;
			waiting(holder, file);
		}
		await sleep(200);
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}

/**
 * Puts the lock file there, whole, or not at all.
 * @param {string} file
 */
async function take(file) {
	const own = `${file}.${process.pid}`;
	await writeFile(own, String(process.pid));
	try {
		await link(own, file);
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
		return false;
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
