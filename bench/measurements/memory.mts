import { setTimeout as sleep } from 'node:timers/promises';
import { makePhotos } from '../lib/files.mts';
import {
	httpDownloadAtOnce, httpDownloadInFives, httpUploadAtOnce, httpUploadInFives, nodeDownload, nodeUpload, readOnly, seededIds, type MakeFlow,
} from '../lib/largeFileFlows.mts';
import { canReadProcesses, memory, resetPeak } from '../lib/process.mts';
import { megabytes, seconds, type Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { startWorld } from '../lib/world.mts';

const COUNT = 50;
const SIZE = 19 * 2 ** 20;
const LIMIT = 60 * 2 ** 20;
const WARM_UPS = 3;
const REPEATS = 3;
/** After a run, until n8n has tidied up. Milliseconds. */
const REST = 2_000;

type Found = { before: number; growth: number; growths: number[]; wall: number };

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
	const columns = ['flow', 'before', 'growth', 'runs', 'wall time'];
	const row = (name: string, { before, growth, growths, wall }: Found): string[] => [
		name,
		megabytes(before),
		megabytes(growth),
		growths.map((bytes) => Math.round(bytes / 2 ** 20)).join(', '),
		seconds(wall),
	];
	return {
		title: 'Memory',
		setting: `${COUNT} files of ${SIZE / 2 ** 20} MB; n8n keeps files in its store on disk. Growth: the peak of the resident memory of n8n's process (VmHWM) during the run, minus what it had before. Medians of ${REPEATS} runs, each in a new n8n, which has run the same flow with two small files ${WARM_UPS} times and has once read the large files from disk into its store, so that V8's young generation has grown to the size that streaming gives it. This node works on five files at a time; HTTP Request on all at once, or on five a round inside Loop Over Items.`,
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
			{ text: 'uploads: growth below 60 MB', measured: megabytes(upload.growth), met: upload.growth < LIMIT },
			{ text: 'downloads: growth below 60 MB', measured: megabytes(download.growth), met: download.growth < LIMIT },
		],
	};
}

async function repeated(make: MakeFlow): Promise<Found> {
	const runs = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) runs.push(await inNewWorld(make));
	const growths = runs.map(({ growth }) => growth);
	return { before: median(runs.map(({ before }) => before)), growth: median(growths), growths, wall: median(runs.map(({ wall }) => wall)) };
}

async function inNewWorld(make: MakeFlow): Promise<{ before: number; growth: number; wall: number }> {
	const world = await startWorld();
	try {
		const account = await world.openAccount();
		await world.sandbox.seedDocuments(account.token, seededIds(COUNT).map((id) => ({ id })));
		const small = await makePhotos(world.filesFolder, 2);
		for (let run = 0; run < WARM_UPS; run++) await runFlow(world, make(account, { selector: small.selector, count: 2 }));
		const { selector } = await makePhotos(world.filesFolder, COUNT, SIZE);
		await runFlow(world, readOnly(account, { selector, count: COUNT }));
		await world.sandbox.updateAccount(account.token, { settings: { downloadSize: SIZE } });
		await sleep(REST);
		const before = memory(world.pid).now;
		resetPeak(world.pid);
		const { wall } = await runFlow(world, make(account, { selector, count: COUNT }));
		return { before, growth: memory(world.pid).peak - before, wall };
	} finally {
		await world.stop();
	}
}
