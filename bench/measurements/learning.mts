import { setTimeout as sleep } from 'node:timers/promises';
import { checkResults, nodeFlow } from '../lib/documentFlows.mts';
import { makePhotos, type Photos } from '../lib/files.mts';
import { seconds, type Goal, type Report, type Table } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { startWorld, type Account, type World } from '../lib/world.mts';

const LATENCY = 50;
const REPEATS = 3;
/** How long one document takes. Milliseconds. */
const TIMES = [500, 1_500, 3_500, 7_000, 12_000, 25_000];
/**
 * What looks after 3 s and then at distances of a quarter of the age took over these times, without
 * learning: late on average, in milliseconds, and all requests.
 */
const BACKED_OFF = { late: 1_710, requests: 32 };
/** Two sizes of file, and the middle of what they take. */
const SMALL = { bytes: 80_000 * 1.2, middle: 3_000 };
const LARGE = { bytes: 640_000, middle: 12_000 };
const OF_EACH = 10;
/** Of the logarithm of their times. */
const SIGMA = 0.4;
const MANY = 100;

/** One run. Milliseconds. */
type Found = { late: number; worst: number; requests: number; wall: number };
type Pair = { first: Found; second: Found };

/** What a run gains from what the process has learned in the one before. */
export async function learning(): Promise<Report> {
	const world = await startWorld();
	try {
		await runFlow(world, nodeFlow(await world.openAccount(), await photosOf(world, 10)));
		const single: Pair[] = [];
		const pairs = await repeated(async () => await singleDocuments(world));
		for (const index of TIMES.keys()) single.push(middlePair(pairs.map((all) => all[index])));
		const mixed = middlePair(await repeated(async () => await mixedDocuments(world)));
		const many = middlePair(await repeated(async () => await manyDocuments(world)));
		return {
			title: 'What the second run knows',
			setting: `This node, Document > Upload with its default options; the sandbox answers each request after ${LATENCY} ms. Two runs in an account of their own; medians of ${REPEATS} such pairs. Late: from the moment that the sandbox has the result until it has given it out. Mixed: ${OF_EACH} photos of 96 kB that take 3 s in the middle and ${OF_EACH} of 640 kB that take 12 s, spread as a log-normal distribution with a sigma of ${SIGMA}; both runs have the same times.`,
			tables: [
				singleTable(single),
				pairTable(`${2 * OF_EACH} documents of two sizes, mixed`, mixed, 2 * OF_EACH),
				pairTable(`${MANY} documents, 5 s each`, many, MANY),
			],
			goals: goals(single, mixed, many),
		};
	} finally {
		await world.stop();
	}
}

async function repeated<Result>(measure: () => Promise<Result>): Promise<Result[]> {
	const results: Result[] = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) results.push(await measure());
	return results;
}

async function photosOf(world: World, count: number): Promise<Photos> {
	return await makePhotos(world.filesFolder, count);
}

/** One document of each time, all at the same time, as waiting costs the machine nothing. */
async function singleDocuments(world: World): Promise<Pair[]> {
	const photos = await photosOf(world, 1);
	return await Promise.all(
		TIMES.map(async (processingTime) => {
			const account = await world.openAccount({ latency: LATENCY, processingTime });
			const first = await measure(world, account, photos);
			return { first, second: await measure(world, account, photos) };
		}),
	);
}

async function manyDocuments(world: World): Promise<Pair> {
	const photos = await photosOf(world, MANY);
	const account = await world.openAccount({ latency: LATENCY, processingTime: 5_000 });
	const first = await measure(world, account, photos);
	return { first, second: await measure(world, account, photos) };
}

/** The same times in both runs, for other files of their size. */
async function mixedDocuments(world: World): Promise<Pair> {
	const photos = await makePhotos(world.filesFolder, 2 * OF_EACH, SMALL.bytes, LARGE.bytes);
	const account = await world.openAccount({ latency: LATENCY, processing: 'manual' });
	const run = async (shift: number): Promise<Found> => {
		const times = photos.names.map((_, index) => {
			const place = (Math.floor(index / 2) * 3 + shift) % OF_EACH;
			const { middle } = index % 2 === 0 ? SMALL : LARGE;
			return middle * Math.exp(SIGMA * normalAt((place + 0.5) / OF_EACH));
		});
		const isOver = new AbortController();
		const finishing = finishAfter(world, account, photos, times, isOver.signal);
		const found = await measure(world, account, photos).finally(() => isOver.abort());
		await finishing;
		return found;
	};
	return { first: await run(0), second: await run(4) };
}

/** Ends each document of a run as long after its upload as its name says. */
async function finishAfter(
	{ sandbox }: World,
	{ token }: Account,
	{ names }: Photos,
	times: number[],
	signal: AbortSignal,
): Promise<void> {
	const begun = new Set((await sandbox.documents(token)).map(({ id }) => id));
	const finishing: Array<Promise<unknown>> = [];
	while (!signal.aborted && finishing.length < names.length) {
		for (const { id, fileName, createdAt } of await sandbox.documents(token)) {
			if (begun.has(id)) continue;
			begun.add(id);
			const time = times[names.indexOf(fileName)] ?? 0;
			const finish = async (): Promise<void> => {
				await sleep(Math.max(0, createdAt + time - Date.now()));
				await sandbox.finishDocument(token, { id });
			};
			finishing.push(finish());
		}
		await sleep(20);
	}
	await Promise.all(finishing);
}

/** Runs the flow once more in the account, and reads what is new in the sandbox's journal. */
async function measure(world: World, account: Account, photos: Photos): Promise<Found> {
	const before = (await account.requests()).length;
	const old = new Set((await world.sandbox.documents(account.token)).map(({ id }) => id));
	const { execution, wall } = await runFlow(world, nodeFlow(account, photos));
	checkResults(execution, photos);
	const requests = (await account.requests()).slice(before);
	const documents = await world.sandbox.documents(account.token);
	const late = documents
		.filter(({ id }) => !old.has(id))
		.map(({ id, updatedAt }) => {
			const look = requests.findLast(
				({ route, path }) => route === 'get' && path.endsWith(`/${id}`),
			);
			return Date.parse(look?.at ?? '') + (look?.duration ?? 0) - updatedAt;
		});
	return {
		late: late.reduce((sum, one) => sum + one, 0) / late.length,
		worst: Math.max(...late),
		requests: requests.length,
		wall,
	};
}

/** The median of each number of the first runs, and of the second ones. */
function middlePair(pairs: Array<Pair | undefined>): Pair {
	const middle = (run: keyof Pair): Found => {
		const of = (name: keyof Found): number => median(pairs.map((pair) => pair?.[run][name] ?? 0));
		return { late: of('late'), worst: of('worst'), requests: of('requests'), wall: of('wall') };
	};
	return { first: middle('first'), second: middle('second') };
}

function singleTable(pairs: Pair[]): Table {
	return {
		caption: 'One document',
		columns: ['takes', 'first run late', 'requests', 'second run late', 'requests'],
		rows: pairs.map(({ first, second }, index) => [
			`${(TIMES[index] ?? 0) / 1000} s`,
			seconds(first.late),
			String(first.requests),
			seconds(second.late),
			String(second.requests),
		]),
	};
}

function pairTable(caption: string, pair: Pair, count: number): Table {
	return {
		caption,
		columns: ['run', 'late, on average', 'at most', 'requests a document', 'wall time'],
		rows: (['first', 'second'] as const).map((run) => {
			const { late, worst, requests, wall } = pair[run];
			return [run, seconds(late), seconds(worst), (requests / count).toFixed(2), seconds(wall)];
		}),
	};
}

/** What the share of a normal distribution is below; its middle is 0 (Hastings' approximation). */
function normalAt(share: number): number {
	const tail = Math.sqrt(-2 * Math.log(Math.min(share, 1 - share)));
	const value =
		tail -
		(2.515517 + 0.802853 * tail + 0.010328 * tail ** 2) /
			(1 + 1.432788 * tail + 0.189269 * tail ** 2 + 0.001308 * tail ** 3);
	return share < 0.5 ? -value : value;
}

function goals(single: Pair[], mixed: Pair, many: Pair): Goal[] {
	const tolerated = (index: number): number => Math.max(300, 0.05 * (TIMES[index] ?? 0));
	const late = single.map(({ second }) => seconds(second.late)).join(', ');
	const first = single.map((pair) => pair.first);
	const firstLate = first.reduce((sum, run) => sum + run.late, 0) / first.length;
	const firstRequests = first.reduce((sum, run) => sum + run.requests, 0);
	const requests = single.map(({ second }) => second.requests);
	return [
		{
			text: `one document, first run: late by less than ${seconds(BACKED_OFF.late)} on average, as a usual back-off is, with fewer than ${BACKED_OFF.requests} requests over all times`,
			measured: `${seconds(firstLate)}, ${firstRequests}`,
			met: firstLate < BACKED_OFF.late && firstRequests < BACKED_OFF.requests,
		},
		{
			text: 'one document, second run: late by at most 300 ms or 5 % of what it takes',
			measured: late,
			met: single.every(({ second }, index) => second.late <= tolerated(index)),
		},
		{
			text: 'one document, second run: at most 3 requests',
			measured: requests.join(', '),
			met: requests.every((count) => count <= 3),
		},
		{
			text: 'two sizes mixed: the second run on average not later than the first',
			measured: `${seconds(mixed.second.late)}, ${seconds(mixed.first.late)}`,
			met: mixed.second.late <= mixed.first.late,
		},
		{
			text: `${MANY} documents: the second run with no more requests than the first`,
			measured: `${many.second.requests}, ${many.first.requests}`,
			met: many.second.requests <= many.first.requests,
		},
	];
}
