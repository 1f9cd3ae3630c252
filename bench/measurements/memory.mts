import { setTimeout as sleep } from 'node:timers/promises';
import { makePhotos } from '../lib/files.mts';
import {
	httpDownloadAtOnce, httpDownloadInFives, httpUploadAtOnce, httpUploadInFives, nodeDownload, nodeUpload, readOnly, seededIds, type MakeFlow,
} from '../lib/largeFileFlows.mts';
import { canReadProcesses, memory, resetPeak } from '../lib/process.mts';
import { megabytes, seconds, type Report } from '../lib/report.mts';
import { runFlow } from '../lib/run.mts';
import { startWorld } from '../lib/world.mts';

const COUNT = 50;
const SIZE = 19 * 2 ** 20;
const LIMIT = 60 * 2 ** 20;
const WARM_UPS = 3;
/** After a run, until n8n has tidied up. Milliseconds. */
const REST = 2_000;

type Found = { before: number; growth: number; wall: number };

/** How much memory n8n's process needs for large files. */
export async function memoryGrowth(): Promise<Report> {
	if (!canReadProcesses) throw new Error('memory can be measured on Linux only');
	const read = await inNewWorld(readOnly);
	const upload = await inNewWorld(nodeUpload);
	const uploadInFives = await inNewWorld(httpUploadInFives);
	const uploadAtOnce = await inNewWorld(httpUploadAtOnce);
	const download = await inNewWorld(nodeDownload);
	const downloadInFives = await inNewWorld(httpDownloadInFives);
	const downloadAtOnce = await inNewWorld(httpDownloadAtOnce);
	const row = (name: string, { before, growth, wall }: Found): string[] => [name, megabytes(before), megabytes(growth), seconds(wall)];
	return {
		title: 'Memory',
		setting: `${COUNT} files of ${SIZE / 2 ** 20} MB; n8n keeps files in its store on disk. Each row in an n8n of its own, after ${WARM_UPS} runs of the same flow with two small files. Growth: the peak of the resident memory of n8n's process (VmHWM) during the run, minus what it had before. This node works on five files at a time; HTTP Request on all at once, or on five a round inside Loop Over Items.`,
		tables: [
			{
				caption: 'Uploads. Each flow first reads the files from disk into n8n\'s store; the first row is that alone.',
				columns: ['flow', 'before', 'growth', 'wall time'],
				rows: [row('reading alone', read), row('this node', upload), row('HTTP Request, five a round', uploadInFives), row('HTTP Request, all at once', uploadAtOnce)],
			},
			{
				caption: 'Downloads',
				columns: ['flow', 'before', 'growth', 'wall time'],
				rows: [row('this node', download), row('HTTP Request, five a round', downloadInFives), row('HTTP Request, all at once', downloadAtOnce)],
			},
		],
		goals: [
			{ text: 'uploads: growth below 60 MB', measured: megabytes(upload.growth), met: upload.growth < LIMIT },
			{ text: 'downloads: growth below 60 MB', measured: megabytes(download.growth), met: download.growth < LIMIT },
		],
	};
}

async function inNewWorld(make: MakeFlow): Promise<Found> {
	const world = await startWorld();
	try {
		const account = await world.openAccount();
		await world.sandbox.seedDocuments(account.token, seededIds(COUNT).map((id) => ({ id })));
		const small = await makePhotos(world.filesFolder, 2);
		for (let run = 0; run < WARM_UPS; run++) await runFlow(world, make(account, { selector: small.selector, count: 2 }));
		const { selector } = await makePhotos(world.filesFolder, COUNT, SIZE);
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
