import { setTimeout as sleep } from 'node:timers/promises';
import { makePhotos } from '../lib/files.mts';
import {
	httpDownloadAtOnce, httpDownloadInFives, httpUploadAtOnce, httpUploadInFives, nodeDownload, nodeUpload, readOnly, seededIds, type MakeFlow,
} from '../lib/largeFileFlows.mts';
import { canReadProcesses, memory, resetPeak } from '../lib/process.mts';
import { megabytes, seconds, type Goal, type Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { startWorld } from '../lib/world.mts';

const COUNT = 50;
const SIZE = 19 * 2 ** 20;
const LIMIT = 60 * 2 ** 20;
const WARM_UPS = 3;
const REPEATS = 3;
/** After a run, until n8n has tidied up. Milliseconds. */
const REST = 2_000;

type Run = { before: number; growth: number; growthFromFresh: number; wall: number };
type Found = Run & { growths: number[] };

/** How much memory n8n's process needs for large files. */
export async function memoryGrowth(): Promise<Report> {
	if (!canReadProcesses) throw new Error('memory can be measured on Linux only');
	const read = await repeated(readOnly);
	const upload = await repeated(nodeUpload);
	const uploadInFives = await repeated(httpUploadInFives);
	const uploadAtOnce = await repeated(httpUploadAtOnce);
	const download = await repeated(nodeDownload);
	const downloadInFives = await repeated(httpDownloadInFives);
	const downloadAtOnce = await repeated(httpDownloadAtOnce);
	const columns = ['flow', 'before', 'growth', 'runs', 'from a fresh n8n', 'wall time'];
	const row = (name: string, { before, growth, growths, growthFromFresh, wall }: Found): string[] => [
		name,
		megabytes(before),
		megabytes(growth),
		growths.map((bytes) => Math.round(bytes / 2 ** 20)).join(', '),
		megabytes(growthFromFresh),
		seconds(wall),
	];
	return {
		title: 'Memory',
		setting: `${COUNT} files of ${SIZE / 2 ** 20} MB; n8n keeps files in its store on disk. Growth: the peak of the resident memory of n8n's process (VmHWM) during the run, minus what it had before. Medians of ${REPEATS} runs, each in a new n8n, which has run the same flow with two small files ${WARM_UPS} times and has once read the large files from disk into its store, so that V8's young generation has grown to the size that streaming gives it. "From a fresh n8n" counts that reading in: the peak of both, minus what n8n had before them. This node works on five files at a time; HTTP Request on all at once, or on five a round inside Loop Over Items.`,
		tables: [
			{
				caption: "Uploads. Each flow first reads the files from disk into n8n's store; the first row is that alone.",
				columns,
				rows: [row('reading alone', read), row('this node', upload), row('HTTP Request, five a round', uploadInFives), row('HTTP Request, all at once', uploadAtOnce)],
			},
			{
				caption: 'Downloads',
				columns,
				rows: [row('this node', download), row('HTTP Request, five a round', downloadInFives), row('HTTP Request, all at once', downloadAtOnce)],
			},
		],
		goals: [
			goal('uploads: growth below 60 MB', upload.growth),
			goal('uploads: growth from a fresh n8n below 60 MB', upload.growthFromFresh),
			goal('downloads: growth below 60 MB', download.growth),
			goal('downloads: growth from a fresh n8n below 60 MB', download.growthFromFresh),
		],
	};
}

function goal(text: string, bytes: number): Goal {
	return { text, measured: megabytes(bytes), met: bytes < LIMIT };
}

async function repeated(make: MakeFlow): Promise<Found> {
	const runs: Run[] = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) runs.push(await inNewWorld(make));
	const of = (name: keyof Run): number => median(runs.map((run) => run[name]));
	return { before: of('before'), growth: of('growth'), growthFromFresh: of('growthFromFresh'), wall: of('wall'), growths: runs.map(({ growth }) => growth) };
}

async function inNewWorld(make: MakeFlow): Promise<Run> {
	const world = await startWorld();
	try {
		const account = await world.openAccount();
		await world.sandbox.seedDocuments(account.token, seededIds(COUNT).map((id) => ({ id })));
		const small = await makePhotos(world.filesFolder, 2);
		for (let run = 0; run < WARM_UPS; run++) await runFlow(world, make(account, { selector: small.selector, count: 2 }));
		const { selector } = await makePhotos(world.filesFolder, COUNT, SIZE);
		await sleep(REST);
		const fresh = memory(world.pid).now;
		resetPeak(world.pid);
		await runFlow(world, readOnly(account, { selector, count: COUNT }));
		await world.sandbox.updateAccount(account.token, { settings: { downloadSize: SIZE } });
		await sleep(REST);
		const { now: before, peak: peakOfReading } = memory(world.pid);
		resetPeak(world.pid);
		const { wall } = await runFlow(world, make(account, { selector, count: COUNT }));
		const { peak } = memory(world.pid);
		return { before, growth: peak - before, growthFromFresh: Math.max(peak, peakOfReading) - fresh, wall };
	} finally {
		await world.stop();
	}
}
