import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { logs, root } from './paths.mjs';
import { checkPort } from './port.mjs';
import { startServer } from './server.mts';

export type RunningSandbox = { url: string; stop: () => Promise<void>; ended: Promise<never> };

/**
 * Starts the sandbox with the real OCR engine on a port; it keeps its documents in the folder
 * `data`. `portFlag` chooses another port.
 */
export async function startSandbox(
	port: number,
	data: string,
	portFlag: string,
): Promise<RunningSandbox> {
	await checkPort(port, 'the sandbox', portFlag);
	const server = await startServer({
		name: 'the sandbox',
		script: join(root, 'sandbox', 'server', 'main.mts'),
		args: ['--port', String(port), '--data', data],
		logFile: join(logs, 'sandbox.log'),
	});
	const url = `http://127.0.0.1:${port}`;
	await Promise.race([untilReady(url, server.logFile), server.ended]);
	return { url, stop: server.stop, ended: server.ended };
}

async function untilReady(url: string, logFile: string): Promise<void> {
	for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
		const healthy = await fetch(`${url}/_sandbox/health`).then(
			(response) => response.ok,
			() => false,
		);
		if (healthy) return;
	}
	throw new Failure(`The sandbox does not answer. Its output is in ${logFile}.`);
}
