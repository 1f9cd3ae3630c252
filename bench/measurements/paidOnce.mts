import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../sandbox/launch/paths.mjs';
import { makeDifferentPhotos } from '../lib/files.mts';
import { flow, readFiles, serviceNode } from '../lib/flow.mts';
import { seconds, type Goal, type Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { services } from '../lib/services.mts';
import { type Account, startWorld, type World } from '../lib/world.mts';

const COUNT = 20;
const SIZE = 19 * 2 ** 20;
const REPEATS = 3;
/** Reads of a file in this process, of which the middle one counts. */
const READS = 15;
/** What the node reads from n8n's store at a time, in bytes. */
const CHUNK = 2 ** 20;
const CAPS = { maxPagesPerFile: 10, maxPagesPerExecution: 1_000 };

type ReadContent = (
	file: object,
	wanted: { hash: boolean; pages: boolean },
) => Promise<{ pages?: number | null }>;

/** What it costs to know files again and to count their pages before they are sent. */
export async function paidOnce(): Promise<Report> {
	const photo = await contentTime(await padded());
	const scan = await contentTime(scannedPdf());
	const runs: Array<Record<'plain' | 'capped' | 'first' | 'again', number>> = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) runs.push(await inNewWorld());
	const wall = (name: keyof (typeof runs)[number]) => median(runs.map((run) => run[name]));
	const plain = wall('plain');
	const capped = wall('capped');
	const first = wall('first');
	const again = wall('again');
	const ratio = (time: number) => `${(time / plain).toFixed(2)} times`;
	return {
		title: 'Files that are known again, and pages that are counted',
		setting: `${COUNT} different photos of 19 MB, uploaded by this package's node without waiting for results; medians of ${REPEATS} runs. Below it the processor time of reading one file of 19 MB in pieces of 1 MB from memory for its SHA-256 and its pages; medians of ${READS}.`,
		tables: [
			{
				columns: ['uploads', 'wall time', 'beside none of the options'],
				rows: [
					['none of the options', seconds(plain), ratio(plain)],
					['with caps on pages', seconds(capped), ratio(capped)],
					['If File Was Uploaded Before, new files', seconds(first), ratio(first)],
					['If File Was Uploaded Before, the same files again', seconds(again), ratio(again)],
				],
			},
			{
				columns: ['one file of 19 MB', 'processor time'],
				rows: [
					['photo', `${photo.toFixed(1)} ms`],
					['PDF with one scanned page', `${scan.toFixed(1)} ms`],
				],
			},
		],
		goals: [
			share('new files: at most 20 % longer than without the option', first / plain),
			share('caps: at most 20 % longer than without them', capped / plain),
			{
				text: 'SHA-256 and pages of a file of 19 MB: at most 25 ms of processor time',
				measured: `${Math.max(photo, scan).toFixed(1)} ms`,
				met: Math.max(photo, scan) <= 25,
			},
		],
	};
}

function share(text: string, ratio: number): Goal {
	return { text, measured: `${ratio.toFixed(2)} times`, met: ratio <= 1.2 };
}

async function inNewWorld() {
	const world = await startWorld();
	try {
		const files = async () => (await makeDifferentPhotos(world.filesFolder, COUNT, SIZE)).selector;
		const open = async () => await world.openAccount(services.handwritingOcr.settings);
		// What n8n does for the first time takes longer.
		await upload(world, await open(), await files(), {});
		const plain = await upload(world, await open(), await files(), {});
		const capped = await upload(world, await open(), await files(), CAPS);
		const account = await open();
		const selector = await files();
		const first = await upload(world, account, selector, { ifUploadedBefore: 'reuse' });
		const again = await upload(world, account, selector, { ifUploadedBefore: 'reuse' });
		return { plain, capped, first, again };
	} finally {
		await world.stop();
	}
}

async function upload(
	world: World,
	account: Account,
	selector: string,
	options: Record<string, string | number>,
): Promise<number> {
	const steps = [
		readFiles(selector),
		serviceNode('Upload', account, { ...services.handwritingOcr.upload, options }),
	];
	return (await runFlow(world, flow('Upload', steps))).wall;
}

/** Milliseconds of processor time. */
async function contentTime(content: Buffer): Promise<number> {
	const built = join(root, 'dist', 'nodes', 'shared', 'upload', 'fileContent.js');
	const { readContent }: { readContent: ReadContent } = createRequire(import.meta.url)(built);
	const pieces = Array.from({ length: Math.ceil(content.length / CHUNK) }, (_, index) =>
		content.subarray(index * CHUNK, (index + 1) * CHUNK),
	);
	const file = { open: async () => Readable.from(pieces) };
	const times: number[] = [];
	for (let read = 0; read < READS; read++) {
		const before = process.cpuUsage();
		const { pages } = await readContent(file, { hash: true, pages: true });
		if (pages !== 1) throw new Error(`the file has one page, and ${pages} were counted`);
		const { user, system } = process.cpuUsage(before);
		times.push((user + system) / 1_000);
	}
	return median(times);
}

async function padded(): Promise<Buffer> {
	const photo = await readFile(join(root, 'sandbox', 'samples', 'receipt.jpg'));
	return Buffer.concat([photo, Buffer.alloc(SIZE - photo.length)]);
}

/** A page with a picture of 19 MB, as scanners make them. */
function scannedPdf(): Buffer {
	const picture = Buffer.alloc(SIZE);
	// Bytes that a decoder could not tell from a compressed picture.
	for (let at = 0, state = 1; at < SIZE; at += 4, state = (state * 48_271) % 2_147_483_647)
		picture.writeUInt32LE(state, at);
	return Buffer.concat([
		Buffer.from(
			`%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length ${SIZE} >>\nstream\n`,
		),
		picture,
		Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'),
	]);
}
