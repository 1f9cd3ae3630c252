import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { n8nDir } from '../../sandbox/launch/paths.mjs';
import { freePort } from '../../sandbox/launch/port.mjs';
import { startServer, type ServerProcess } from '../../sandbox/launch/server.mts';
import { N8nClient } from '../../sandbox/n8n/client.mts';
import { owner } from '../../sandbox/n8n/demo.mts';
import { startN8n } from '../../sandbox/n8n/instance.mts';
import { n8nEnvironment } from '../../sandbox/n8n/settings.mts';
import { startPostgres, startRedis, type Server } from './servers.mts';

/** Runs that a worker has under way at a time. */
const CONCURRENCY = 10;

/**
 * n8n in queue mode: one main process that takes the calls, and workers that run the executions.
 */
export type Cluster = {
	url: string;
	client: N8nClient;
	/** What each worker has printed. */
	workerLogs: () => Promise<string[]>;
	/** Ends all workers as a power cut does, and starts others in their place. */
	killWorkers: () => Promise<void>;
	stop: () => Promise<void>;
};

/** The database and the queue, which outlive a cluster. */
export type Backing = { folder: string; env: NodeJS.ProcessEnv; stop: () => Promise<void> };

export async function startBacking(): Promise<Backing> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	// PostgreSQL runs as another user when this one is root.
	await chmod(folder, 0o755);
	const servers: Server[] = [];
	const stop = async (): Promise<void> => {
		for (const server of servers) await server.stop();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		servers.push(await startRedis(folder), await startPostgres(folder));
	} catch (error) {
		await stop();
		throw error;
	}
	const [redis, postgres] = servers;
	const env = {
		EXECUTIONS_MODE: 'queue',
		// Runs from the editor go to the workers too.
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis?.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres?.port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
		N8N_ENCRYPTION_KEY: 'key-of-the-queue-test',
	};
	return { folder, env, stop };
}

/** Starts the main process, then the workers. */
export async function startCluster({ folder, env }: Backing, workers: number): Promise<Cluster> {
	const { packagesDir } = await buildPackages();
	const userFolder = join(folder, 'n8n');
	await mkdir(userFolder, { recursive: true });
	const main = await startN8n({ userFolder, packagesDir, env, logFile: join(folder, 'main.log') });
	const started: ServerProcess[] = [];
	const startWorkers = async (): Promise<void> => {
		for (let number = 1; number <= workers; number++)
			started.push(await startWorker(userFolder, env, join(folder, `worker-${number}.log`)));
	};
	try {
		await startWorkers();
		const client = await N8nClient.connect(main.url, owner);
		return {
			url: main.url,
			client,
			workerLogs: async () => await Promise.all(started.map(async ({ log }) => await log())),
			killWorkers: async () => {
				for (const { child } of started.splice(0)) {
					const ended = once(child, 'close');
					child.kill('SIGKILL');
					await ended;
				}
				await startWorkers();
			},
			stop: async () => {
				for (const { stop } of [main, ...started]) await stop();
			},
		};
	} catch (error) {
		for (const { stop } of [main, ...started]) await stop();
		throw error;
	}
}

async function startWorker(
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
): Promise<ServerProcess> {
	const worker = await startServer({
		name: 'a worker of n8n',
		script: join(n8nDir, 'node_modules', 'n8n', 'bin', 'n8n'),
		args: ['worker', `--concurrency=${CONCURRENCY}`],
		cwd: userFolder,
		env: {
			...n8nEnvironment({ userFolder, port: await freePort(), brokerPort: await freePort() }),
			...env,
		},
		logFile,
	});
	const ready = async (): Promise<void> => {
		while (!(await worker.log()).includes('worker is now ready')) await sleep(100);
	};
	await Promise.race([ready(), worker.ended]);
	return worker;
}
