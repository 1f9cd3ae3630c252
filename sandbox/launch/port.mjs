import { once } from 'node:events';
import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

/**
 * Throws a Failure when something listens on the port already.
 * @param {number} port
 * @param {string} what
 * @param {string} flag how to choose another port on the command line
 */
export async function checkPort(port, what, flag) {
	if (await isFree(port)) return;
	throw new Failure(
		`Port ${port} for ${what} is taken by another program. End that, or choose another port: ${flag} ${port + 10}`,
	);
}

/** @param {number} port */
async function isFree(port) {
	const probe = createServer();
	try {
		probe.listen(port, '127.0.0.1');
		await once(probe, 'listening');
		return true;
	} catch {
		return false;
	} finally {
		probe.close();
	}
}

/** A port that was free a moment ago. */
export async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}
