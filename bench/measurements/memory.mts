import { setTimeout as sleep } from 'node:timers/promises';
import { makePhotos } from '../lib/files.mts';
import type { ServiceName } from '../../sandbox/client.mts';
import {
	httpDownloadAtOnce,
	httpDownloadInFives,
	httpUploadAtOnce,
	httpUploadInFives,
	nodeBatch,
	nodeDownload,
	nodeUpload,
	readOnly,
	type MakeFlow,
} from '../lib/largeFileFlows.mts';
import { canReadProcesses, memory, resetPeak } from '../lib/process.mts';
import { megabytes, seconds, type Goal, type Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { services } from '../lib/services.mts';
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

const NODES: ServiceName[] = ['handwritingOcr', 'natifAi', 'ocriva'];

/** How much memory n8n's process needs for large files. */
export async function memoryGrowth(): Promise<Report> {
	if (!canReadProcesses) throw new Error('memory can be measured on Linux only');
	const read = await repeated(readOnly);
	const uploads: Found[] = [];
	for (const service of NODES) uploads.push(await repeated(nodeUpload, service));
	const batch = await repeated(nodeBatch, 'ocriva');
	const uploadInFives = await repeated(httpUploadInFives);
	const uploadAtOnce = await repeated(httpUploadAtOnce);
	const downloads: Found[] = [];
	for (const service of NODES) downloads.push(await repeated(nodeDownload, service));
	const downloadInFives = await repeated(httpDownloadInFives);
	const downloadAtOnce = await repeated(httpDownloadAtOnce);
	return {
		title: 'Memory',
		setting: `${COUNT} files of ${SIZE / 2 ** 20} MB; n8n keeps files in its store on disk. Growth: the peak of the resident memory of n8n's process (VmHWM) during the run, minus what it had before. Medians of ${REPEATS} runs, each in a new n8n, which has run the same flow with two small files ${WARM_UPS} times and has once read the large files from disk into its store, so that V8's young generation has grown to the size that streaming gives it. "From a fresh n8n" counts that reading in: the peak of both, minus what n8n had before them. The nodes of this package work on five files at a time, but for the batch, which is one request; HTTP Request (to Handwriting OCR) on all at once, or on five a round inside Loop Over Items. Downloads: the text, Natif.ai's PDF, Ocriva's export as text.`,
		tables: [
			{
				caption:
					"Uploads. Each flow first reads the files from disk into n8n's store; the first row is that alone.",
				columns: COLUMNS,
				rows: [
					row('reading alone', read),
					...nodeRows(uploads),
					row('Ocriva, one batch of 50', batch),
					row('HTTP Request, five a round', uploadInFives),
					row('HTTP Request, all at once', uploadAtOnce),
				],
			},
			{
				caption: 'Downloads',
				columns: COLUMNS,
				rows: [
					...nodeRows(downloads),
					row('HTTP Request, five a round', downloadInFives),
					row('HTTP Request, all at once', downloadAtOnce),
				],
			},
		],
		goals: [
			...uploads.map(({ growth }, index) =>
				goal(`${labelAt(index)}, uploads: growth below 60 MB`, growth),
			),
			goal('Ocriva, one batch of 50: growth below 60 MB', batch.growth),
			...downloads.map(({ growth }, index) =>
				goal(`${labelAt(index)}, downloads: growth below 60 MB`, growth),
			),
		],
	};
}

const COLUMNS = ['flow', 'before', 'growth', 'runs', 'from a fresh n8n', 'wall time'];

function row(name: string, { before, growth, growths, growthFromFresh, wall }: Found): string[] {
	return [
		name,
		megabytes(before),
		megabytes(growth),
		growths.map((bytes) => Math.round(bytes / 2 ** 20)).join(', '),
		megabytes(growthFromFresh),
		seconds(wall),
	];
}

function nodeRows(founds: Found[]): string[][] {
	return founds.map((found, index) => row(`${labelAt(index)}, this package's node`, found));
}

function labelAt(index: number): string {
	const service = NODES[index];
	return service === undefined ? '' : services[service].label;
}

function goal(text: string, bytes: number): Goal {
	return { text, measured: megabytes(bytes), met: bytes < LIMIT };
}

async function repeated(make: MakeFlow, service: ServiceName = 'handwritingOcr'): Promise<Found> {
	const runs: Run[] = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) runs.push(await inNewWorld(make, service));
	const of = (name: keyof Run): number => median(runs.map((run) => run[name]));
	return {
		before: of('before'),
		growth: of('growth'),
		growthFromFresh: of('growthFromFresh'),
		wall: of('wall'),
		growths: runs.map(({ growth }) => growth),
	};
}

async function inNewWorld(make: MakeFlow, service: ServiceName): Promise<Run> {
	const world = await startWorld();
	try {
		const account = await world.openAccountAt(service);
		const seeds = Array.from({ length: COUNT }, (_, index) => ({
			id: services[service].idAt(index),
		}));
		await world.sandbox.seedDocuments(account.token, seeds);
		const small = await makePhotos(world.filesFolder, 2);
		for (let run = 0; run < WARM_UPS; run++)
			await runFlow(world, make(account, { selector: small.selector, count: 2 }));
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
		return {
			before,
			growth: peak - before,
			growthFromFresh: Math.max(peak, peakOfReading) - fresh,
			wall,
		};
	} finally {
		await world.stop();
	}
}
