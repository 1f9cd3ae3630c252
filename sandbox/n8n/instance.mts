import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../launch/failure.mjs';
import { n8nDirs, type N8nMajor } from '../launch/paths.mjs';
import { checkPort, freePort } from '../launch/port.mjs';
import { startServer } from '../launch/server.mts';
import { n8nEnvironment, type BinaryDataMode } from './settings.mts';
import { placePackages } from './userFolder.mts';

export type N8nOptions = {
	/** Which of the pinned versions; left out: the newest. */
	major?: N8nMajor;
	/** 0 or left out: any free port */
	port?: number;
	/**
	 * n8n's database, key and files live below it; a second start on the same folder finds them again
	 */
	userFolder: string;
	/** where the packed packages lie unpacked; left out: n8n starts without them */
	packagesDir?: string;
	binaryDataMode?: BinaryDataMode;
	/** more settings, e.g. `{ EXECUTIONS_MODE: 'queue' }` */
	env?: NodeJS.ProcessEnv;
	logFile: string;
	/** the command line's flag that chooses the port, for the sentence about a taken one */
	portFlag?: string;
	/** milliseconds; the first start on an empty folder takes longest */
	patience?: number;
};

export type N8nInstance = {
	url: string;
	/** n8n's main process, in which nodes run */
	pid: number;
	logFile: string;
	/** what n8n has printed so far */
	log: () => Promise<string>;
	stop: () => Promise<void>;
	/** never resolves; rejects when n8n ends unasked */
	ended: Promise<never>;
};

/**
 * Starts the pinned n8n and waits until it answers. Throws a Failure when the port is taken or n8n
 * does not come up.
 */
export async function startN8n(options: N8nOptions): Promise<N8nInstance> {
	const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
	await checkPort(port, 'n8n', options.portFlag ?? '--port');
	const major = options.major ?? 2;
	if (options.packagesDir !== undefined)
		await placePackages(options.userFolder, options.packagesDir, major);
	const server = await startServer({
		name: 'n8n',
		script: join(n8nDirs[major], 'node_modules', 'n8n', 'bin', 'n8n'),
		args: ['start'],
		cwd: options.userFolder,
		env: { ...n8nEnvironment({ ...options, port, brokerPort: await freePort() }), ...options.env },
		logFile: options.logFile,
	});
	const url = `http://127.0.0.1:${port}`;
	const { pid } = server.child;
	try {
		await Promise.race([
			untilReady(url, options.patience ?? 180_000, options.logFile),
			server.ended,
		]);
	} catch (error) {
		await server.stop();
		throw error;
	}
	if (pid === undefined) throw new Failure('n8n did not start');
	return {
		url,
		pid,
		logFile: server.logFile,
		log: server.log,
		stop: server.stop,
		ended: server.ended,
	};
}

/** The health check says when the database is there, the settings when the REST interface is. */
async function untilReady(url: string, patience: number, logFile: string): Promise<void> {
	const deadline = Date.now() + patience;
	while (
		!((await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`)))
	) {
		if (Date.now() > deadline)
			throw new Failure(
				`n8n is not ready after ${patience / 1000} s. Its output is in ${logFile}.`,
			);
		await sleep(100);
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(url);
		const text = await response.text();
		return response.ok && text.startsWith('{');
	} catch {
		return false;
	}
}
