import type { Workflow } from '../../sandbox/n8n/client.mts';
import { buildOf, presentBuild } from '../lib/builds.mts';
import { deliver } from '../lib/deliver.mts';
import { nodeFlow } from '../lib/documentFlows.mts';
import { makePhotos } from '../lib/files.mts';
import { flow, itemsWithIds, serviceNode } from '../lib/flow.mts';
import { nodeDownload, nodeUpload } from '../lib/largeFileFlows.mts';
import { measureRun } from '../lib/measureRun.mts';
import { canReadProcesses, cpuTime, memory, resetPeak } from '../lib/process.mts';
import { publishReceivers } from '../lib/receivers.mts';
import type { Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { services } from '../lib/services.mts';
import { startWorld, type World } from '../lib/world.mts';

const REPEATS = 5;
const ITEMS = 2_000;
const DOCUMENTS = 100;
const FILES = 50;
const SIZE = 19 * 2 ** 20;
const DELIVERIES = 200;
/** The most that a number may grow. */
const LIMIT = 1.05;

/** What one round found; less is better in all of them. */
type Round = Record<string, number>;

/**
 * The present build beside one of an earlier commit: each in an n8n of its own, the rounds in turn.
 */
export async function earlierBuild(commit: string): Promise<Report> {
	if (!canReadProcesses) throw new Error('processor time can be measured on Linux only');
	const earlier = await startWorld(await buildOf(commit));
	const present = await startWorld(presentBuild()).catch(async (error: unknown) => {
		await earlier.stop();
		throw error;
	});
	try {
		const rounds = {
			earlier: await preparedRounds(earlier),
			present: await preparedRounds(present),
		};
		const found: Record<keyof typeof rounds, Round[]> = { earlier: [], present: [] };
		for (let repeat = 0; repeat <= REPEATS; repeat++) {
			// Whoever comes second may find the machine in another state.
			const order =
				repeat % 2 === 0 ? (['earlier', 'present'] as const) : (['present', 'earlier'] as const);
			for (const name of order) {
				const round = await rounds[name]();
				if (repeat > 0) found[name].push(round);
			}
		}
		return reportOf(commit, found);
	} finally {
		await Promise.all([earlier.stop(), present.stop()]);
	}
}

function reportOf(
	commit: string,
	{ earlier, present }: Record<'earlier' | 'present', Round[]>,
): Report {
	const rows = Object.keys(present[0] ?? {}).map((name) => {
		const of = (rounds: Round[]): number => median(rounds.map((round) => round[name] ?? NaN));
		return { name, before: of(earlier), now: of(present), ratio: of(present) / of(earlier) };
	});
	return {
		title: 'Beside an earlier build',
		setting: `The package as it was at ${commit}, and as it is. Both in a new n8n and with a sandbox of its own, at the same time on one machine; medians of ${REPEATS} rounds, in turn, after one of each. Processor time is that of n8n's process (/proc). Documents: ${DOCUMENTS} photos of 80 kB that are uploaded and waited for, 50 ms latency. Files: ${FILES} of ${SIZE / 2 ** 20} MB.`,
		tables: [
			{
				columns: ['what', 'earlier', 'present', 'present to earlier'],
				rows: rows.map(({ name, before, now, ratio }) => [
					name,
					before.toFixed(2),
					now.toFixed(2),
					ratio.toFixed(3),
				]),
			},
		],
		goals: rows.map(({ name, ratio }) => ({
			text: `${name}: at most 5 % more`,
			measured: `${((ratio - 1) * 100).toFixed(1)} %`,
			met: ratio <= LIMIT,
		})),
	};
}

/** Makes what all rounds of a build share, and gives what runs one. */
async function preparedRounds(world: World): Promise<() => Promise<Round>> {
	const account = await world.openAccount({ downloadSize: SIZE });
	const seeds = Array.from({ length: ITEMS }, (_, index) => ({
		id: services.handwritingOcr.idAt(index),
	}));
	for (let start = 0; start < ITEMS; start += 500)
		await world.sandbox.seedDocuments(account.token, seeds.slice(start, start + 500));
	const photos = await makePhotos(world.filesFolder, DOCUMENTS);
	const { selector } = await makePhotos(world.filesFolder, FILES, SIZE);
	const files = { selector, count: FILES };
	const { trigger } = await publishReceivers(world);
	const get = flow('Get', [
		...itemsWithIds(account, ITEMS),
		serviceNode('Get', account, services.handwritingOcr.get),
	]);
	const documents = async (processingTime: number, processingSpread: number) =>
		await measureRun(world, photos, { latency: 50, processingTime, processingSpread }, nodeFlow);
	return async () => {
		const got = await used(world, async () => (await runFlow(world, get)).wall);
		const even = await used(world, async () => await documents(5_000, 0));
		const uneven = await documents(4_000, 4_000);
		const { cpu, finished } = await deliver(world, trigger, DELIVERIES, 10);
		return {
			[`Get of ${ITEMS} items, processor time (s)`]: got.cpu / 1_000,
			[`Get of ${ITEMS} items, wall time (s)`]: got.result / 1_000,
			'Documents of 5 s, processor time (s)': even.cpu / 1_000,
			'Documents of 5 s, wall time (s)': even.result.wall / 1_000,
			'Documents of 5 s, requests': even.result.requests,
			'Documents of 4 to 8 s, wall time (s)': uneven.wall / 1_000,
			'Documents of 4 to 8 s, requests': uneven.requests,
			'Files uploaded, peak of memory (MB)': await peak(world, nodeUpload(account, files)),
			'Files downloaded, peak of memory (MB)': await peak(world, nodeDownload(account, files)),
			[`${DELIVERIES} deliveries, processor time (s)`]: cpu / 1_000,
			[`${DELIVERIES} deliveries, wall time (s)`]: finished / 1_000,
		};
	};
}

/** What something gives, and the processor time that n8n used meanwhile. Milliseconds. */
async function used<Result>(
	{ pid }: World,
	action: () => Promise<Result>,
): Promise<{ result: Result; cpu: number }> {
	const before = cpuTime(pid);
	const result = await action();
	return { result, cpu: cpuTime(pid) - before };
}

/** The most memory that n8n's process has during a flow, in MB. */
async function peak(world: World, workflow: Workflow): Promise<number> {
	resetPeak(world.pid);
	await runFlow(world, workflow);
	return memory(world.pid).peak / 2 ** 20;
}
