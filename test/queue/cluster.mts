import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { n8nDir } from '../../sandbox/launch/paths.mjs';
import { freePort } from '../../sandbox/launch/port.mjs';
import { startServer, type ServerProcess } from '../../sandbox/launch/server.mts';
import { N8nClient } from '../../sandbox/n8n/client.mts';
import { owner } from '../../sandbox/n8n/demo.mts';
import { startN8n, type N8nInstance } from '../../sandbox/n8n/instance.mts';
import { n8nEnvironment } from '../../sandbox/n8n/settings.mts';
import { startPostgres, startRedis, type Server } from './servers.mts';

/** Runs that a worker has under way at a time. */
const CONCURRENCY = 10;

/** The database and the queue, which outlive a cluster. */
export type Backing = {
	folder: string;
	env: NodeJS.ProcessEnv;
	/** How many runs wait for a worker. */
	queued: () => Promise<number>;
	/** Keeps n8n from putting anything into the queue, until `resumeQueue`. */
	pauseQueue: () => Promise<void>;
	resumeQueue: () => Promise<void>;
	stop: () => Promise<void>;
};

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
	const askRedis = async (command: string): Promise<string> => {
		const socket = connect(redis?.port ?? 0, '127.0.0.1');
		socket.end(`${command}\r\n`);
		return (await text(socket)).trim();
	};
	return {
		folder,
		env,
		queued: async () => Number((await askRedis('LLEN bull:jobs:wait')).slice(1)),
		pauseQueue: async () => assert.equal(await askRedis('CLIENT PAUSE 600000 WRITE'), '+OK'),
		resumeQueue: async () => assert.equal(await askRedis('CLIENT UNPAUSE'), '+OK'),
		stop,
	};
}

/**
 * n8n in queue mode: one main process that takes the calls, and workers that run the executions.
 */
export class Cluster {
	private readonly backing: Backing;
	private readonly count: number;
	private readonly workers: ServerProcess[] = [];
	private main: { instance: N8nInstance; client: N8nClient } | undefined;

	constructor(backing: Backing, count: number) {
		this.backing = backing;
		this.count = count;
	}

	get client(): N8nClient {
		if (!this.main) throw new Error('the main process does not run');
		return this.main.client;
	}

	/** The address of the main process; another one each time it starts. */
	get url(): string {
		return this.client.session.url;
	}

	async startMain(): Promise<void> {
		const { packagesDir } = await buildPackages();
		const { env, folder } = this.backing;
		const userFolder = join(folder, 'n8n');
		await mkdir(userFolder, { recursive: true });
		const logFile = join(folder, 'main.log');
		const instance = await startN8n({ userFolder, packagesDir, env, logFile });
		this.main = { instance, client: await N8nClient.connect(instance.url, owner) };
	}

	/** Ends the main process as a power cut does; the workers stay. */
	async killMain(): Promise<void> {
		const instance = this.main?.instance;
		this.main = undefined;
		if (!instance) return;
		process.kill(instance.pid, 'SIGKILL');
		await instance.ended.catch(() => undefined);
	}

	/** @param count as many as at the start unless told otherwise */
	async startWorkers(count = this.count): Promise<void> {
		const { env, folder } = this.backing;
		for (let number = 1; number <= count; number++)
			this.workers.push(
				await startWorker(join(folder, 'n8n'), env, join(folder, `worker-${number}.log`)),
			);
	}

	/** Ends all workers as a power cut does. */
	async killWorkers(): Promise<void> {
		for (const { child } of this.workers.splice(0)) {
			const ended = once(child, 'close');
			child.kill('SIGKILL');
			await ended;
		}
	}

	/** What each worker has printed. */
	async workerLogs(): Promise<string[]> {
		return await Promise.all(this.workers.map(async ({ log }) => await log()));
	}

	async stop(): Promise<void> {
		await this.main?.instance.stop();
		for (const { stop } of this.workers.splice(0)) await stop();
	}
}

/** Starts the main process, then the workers. */
export async function startCluster(backing: Backing, workers: number): Promise<Cluster> {
	const cluster = new Cluster(backing, workers);
	try {
		await cluster.startMain();
		await cluster.startWorkers();
		return cluster;
	} catch (error) {
		await cluster.stop();
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
