import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFinished, type Execution, type Workflow } from '../../sandbox/n8n/client.mts';
import {
	type Backing,
	type Cluster,
	startBacking,
	startCluster,
} from '../../test/queue/cluster.mts';
import { installPrograms } from '../../test/queue/programs.mjs';
import { startSandbox, type TestSandbox } from '../../test/support/sandbox.mts';
import { until } from '../../test/support/until.mts';
import { checkResults, httpFlow, nodeFlow } from '../lib/documentFlows.mts';
import { makePhotos, type Photos } from '../lib/files.mts';
import { START } from '../lib/flow.mts';
import { range, seconds, type Report } from '../lib/report.mts';
import { median } from '../lib/run.mts';
import { openAccount, type Account } from '../lib/world.mts';

const WORKERS = [1, 2, 4];
const EXECUTIONS = 24;
const DOCUMENTS = 5;
const REPEATS = 2;
const PROCESSING_SECONDS = 2;
const LATENCY_MS = 50;
const PATIENCE_MS = 240_000;

type Place = { sandbox: TestSandbox; cluster: Cluster; photos: Photos };
type Make = (account: Account, photos: Photos) => Workflow;

const FLOWS: ReadonlyArray<{ name: string; make: Make }> = [
	{ name: 'this node', make: nodeFlow },
	{
		name: `HTTP Request, Wait ${PROCESSING_SECONDS} s, IF`,
		make: (account, photos) => httpFlow(account, photos, PROCESSING_SECONDS),
	},
];

/** Many executions at once in queue mode, with more and more workers. */
export async function workers(): Promise<Report> {
	await installPrograms();
	const rows: string[][] = [];
	await inQueueMode(async (place) => {
		for (const { make } of FLOWS) await wallOf(place, make);
		const firsts = new Map<string, number>();
		for (const count of WORKERS) {
			await place.cluster.killWorkers();
			await place.cluster.startWorkers(count);
			const walls = await measure(place);
			const own = median(walls[0] ?? []);
			for (const [index, { name }] of FLOWS.entries()) {
				const runs = walls[index] ?? [];
				const wall = median(runs);
				const first = firsts.get(name) ?? wall;
				firsts.set(name, first);
				rows.push([
					String(count),
					name,
					seconds(wall),
					range(runs),
					((EXECUTIONS * DOCUMENTS * 60_000) / wall).toFixed(0),
					(first / wall).toFixed(2),
					(own / wall).toFixed(2),
				]);
			}
		}
	});
	return {
		title: 'Workers in queue mode',
		setting: `${EXECUTIONS} executions at once, each with ${DOCUMENTS} photos of 80 kB that are uploaded and waited for; ${PROCESSING_SECONDS} s processing each; the sandbox answers each request after ${LATENCY_MS} ms. n8n in queue mode with Redis, PostgreSQL and files in the database; each worker runs up to 10 executions at a time. Medians of ${REPEATS} runs, in turn; from the first start to the last end. All of it shares the cores of one machine.`,
		tables: [
			{
				columns: [
					'workers',
					'flow',
					'wall time',
					'runs',
					'documents a minute',
					'times the throughput with 1 worker',
					'times the throughput of this node',
				],
				rows,
			},
		],
		goals: [],
	};
}

async function inQueueMode(work: (place: Place) => Promise<void>): Promise<void> {
	const sandbox = await startSandbox({ engine: 'fixed' });
	let backing: Backing | undefined;
	let cluster: Cluster | undefined;
	try {
		backing = await startBacking();
		const filesFolder = join(backing.folder, 'files');
		await mkdir(filesFolder);
		backing.env.N8N_RESTRICT_FILE_ACCESS_TO = filesFolder;
		cluster = await startCluster(backing, 1);
		await work({ sandbox, cluster, photos: await makePhotos(filesFolder, DOCUMENTS) });
	} finally {
		await cluster?.stop();
		await backing?.stop();
		await sandbox.stop();
	}
}

/** The wall times of each flow, in turn. */
async function measure(place: Place): Promise<number[][]> {
	const walls: number[][] = FLOWS.map(() => []);
	for (let repeat = 0; repeat < REPEATS; repeat++)
		for (const [index, { make }] of FLOWS.entries()) walls[index]?.push(await wallOf(place, make));
	return walls;
}

/** How long all executions of a flow take together, by n8n's own records. */
async function wallOf({ sandbox, cluster, photos }: Place, make: Make): Promise<number> {
	const { client } = cluster;
	const account = await openAccount(sandbox.url, client, 'handwritingOcr', {
		latency: LATENCY_MS,
		processingTime: PROCESSING_SECONDS * 1_000,
	});
	const { id } = await client.createWorkflow(make(account, photos));
	const begun = Date.now();
	await Promise.all(
		Array.from({ length: EXECUTIONS }, async () => await client.startWorkflow(id, START)),
	);
	const ended = await until(
		async () => {
			const all = await client.allExecutions(id);
			return all.length === EXECUTIONS && all.every(isFinished) && all;
		},
		{ patienceMs: PATIENCE_MS },
	);
	const executions: Execution[] = [];
	for (const one of ended) executions.push(await client.execution(one.id));
	for (const execution of executions) checkResults(execution, photos);
	await client.deleteWorkflow(id);
	return Math.max(...executions.map(({ stoppedAt }) => Date.parse(stoppedAt ?? ''))) - begun;
}
