import { nodeFlow } from '../lib/documentFlows.mts';
import { makePhotos } from '../lib/files.mts';
import { measureRun, middle } from '../lib/measureRun.mts';
import { seconds, type Goal, type Report } from '../lib/report.mts';
import { runFlow } from '../lib/run.mts';
import { startWorld, type World } from '../lib/world.mts';

const SETTINGS = { latency: 50, processingTime: 5_000 };
/** How many documents, and how often that is measured. */
const STEPS = [
	{ count: 10, repeats: 3 },
	{ count: 100, repeats: 3 },
	{ count: 1_000, repeats: 1 },
];
/** What counts as flat: noise between two runs. */
const FLAT = 1.05;

type Step = { count: number; wall: number; requests: number };

/** What a document costs as runs grow. */
export async function growth(): Promise<Report> {
	const world = await startWorld();
	try {
		await runFlow(
			world,
			nodeFlow(await world.openAccount(), await makePhotos(world.filesFolder, 20)),
		);
		const steps: Step[] = [];
		for (const { count, repeats } of STEPS) steps.push(await measure(world, count, repeats));
		return {
			title: 'Growth',
			setting: `This node, Document > Upload with its default options. Photos of 80 kB, ${SETTINGS.processingTime / 1000} s processing, ${SETTINGS.latency} ms before each answer. Medians of 3 runs; 1,000 documents once.`,
			tables: [
				{
					columns: ['documents', 'wall time', 'a document', 'requests', 'a document'],
					rows: steps.map(({ count, wall, requests }) => [
						count.toLocaleString('en'),
						seconds(wall),
						`${(wall / count).toFixed(1)} ms`,
						requests.toLocaleString('en'),
						(requests / count).toFixed(2),
					]),
				},
			],
			goals: [
				flat(
					'requests a document stay flat (within 5 %) or fall',
					steps.map(({ count, requests }) => requests / count),
					2,
				),
				flat(
					'wall time a document, in ms, stays flat (within 5 %) or falls',
					steps.map(({ count, wall }) => wall / count),
					0,
				),
			],
		};
	} finally {
		await world.stop();
	}
}

async function measure(world: World, count: number, repeats: number): Promise<Step> {
	const photos = await makePhotos(world.filesFolder, count);
	const runs = [];
	for (let repeat = 0; repeat < repeats; repeat++)
		runs.push(await measureRun(world, photos, SETTINGS, nodeFlow));
	const { wall, requests } = middle(runs);
	return { count, wall, requests };
}

function flat(text: string, numbers: number[], digits: number): Goal {
	const met = numbers.every(
		(number, index) => index === 0 || number <= (numbers[index - 1] ?? 0) * FLAT,
	);
	return { text, measured: numbers.map((number) => number.toFixed(digits)).join(', '), met };
}
