import { httpFlow, nodeFlow } from '../lib/documentFlows.mts';
import { makePhotos } from '../lib/files.mts';
import { idealWall } from '../lib/ideal.mts';
import { measureRun, middle, type Found } from '../lib/measureRun.mts';
import { range, seconds, type Goal, type Report, type Table } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { startWorld, type World } from '../lib/world.mts';

const LATENCY = 50;
/**
 * What the service's own guide advises for a first look. Goals are held against the flow that obeys
 * it.
 */
const ADVISED_SECONDS = 10;
/**
 * Exactly the processing time of the first tables: the best moment that there is, which nobody can
 * know.
 */
const LUCKY_SECONDS = 5;
const REPEATS = 3;

/** How many documents, and how long the sandbox takes for one. Milliseconds. */
type Case = { count: number; processing: number; spread: number };

/**
 * What the project asks of the node: times the ideal, requests a document, and the share of the
 * HTTP Request flow's time.
 */
type Limits = { times: number; requests: number; share: number; shareText: string };

const SIXTY: Case = { count: 60, processing: 5_000, spread: 0 };
const HUNDRED: Case = { count: 100, processing: 5_000, spread: 0 };
const UNEVEN: Case = { count: 100, processing: 4_000, spread: 4_000 };

/**
 * Many documents at once, beside what a flow of n8n's own nodes takes, and beside the shortest
 * possible time.
 */
export async function manyDocuments(): Promise<Report> {
	const world = await startWorld();
	try {
		await warmUp(world);
		const sixty = await compare(world, SIXTY);
		const hundred = await compare(world, HUNDRED);
		const uneven = await compare(world, UNEVEN);
		return {
			title: 'Many documents at once',
			setting: `Photos of 80 kB; the sandbox answers each request after ${LATENCY} ms. Medians of ${REPEATS} runs, in turn. This node: Document > Upload with its default options. HTTP Request flow: n8n's own nodes; all uploads at once, Wait, one request for each document, IF not processed back to Wait. Ideal: a plain script uploads five at a time; the time ends when the sandbox has the last result.`,
			tables: [sixty.table, hundred.table, uneven.table],
			goals: [
				...goals(SIXTY, sixty, {
					times: 1.25,
					requests: 2.3,
					share: 1,
					shareText: 'faster than the HTTP Request flow',
				}),
				...goals(HUNDRED, hundred, {
					times: 1.15,
					requests: 2.2,
					share: 2 / 3,
					shareText: 'faster than the HTTP Request flow by a third',
				}),
			],
			remarks: [
				`With a Wait of exactly the processing time, ${LUCKY_SECONDS} s, the HTTP Request flow asks at the best moment that there is, and it sends all files at once where the node sends five at a time: then the node takes ${percent(sixty.node.wall / sixty.lucky.wall)} of its time with 60 documents and ${percent(hundred.node.wall / hundred.lucky.wall)} with 100. Nobody knows that moment beforehand; the service's guide advises ${ADVISED_SECONDS} s. The third table shows documents that take differently long.`,
			],
		};
	} finally {
		await world.stop();
	}
}

async function warmUp(world: World): Promise<void> {
	const photos = await makePhotos(world.filesFolder, 10);
	await runFlow(world, nodeFlow(await world.openAccount(), photos));
	await runFlow(world, httpFlow(await world.openAccount(), photos, 1));
	await idealWall(world, photos, {});
}

type Comparison = { node: Found; lucky: Found; advised: Found; ideal: number; table: Table };

async function compare(world: World, { count, processing, spread }: Case): Promise<Comparison> {
	const photos = await makePhotos(world.filesFolder, count);
	const settings = { latency: LATENCY, processingTime: processing, processingSpread: spread };
	const nodes: Found[] = [];
	const lucky: Found[] = [];
	const advised: Found[] = [];
	const ideals: number[] = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) {
		nodes.push(await measureRun(world, photos, settings, nodeFlow));
		lucky.push(
			await measureRun(world, photos, settings, (account) =>
				httpFlow(account, photos, LUCKY_SECONDS),
			),
		);
		advised.push(
			await measureRun(world, photos, settings, (account) =>
				httpFlow(account, photos, ADVISED_SECONDS),
			),
		);
		ideals.push(await idealWall(world, photos, settings));
	}
	const ideal = median(ideals);
	const row = (name: string, runs: Found[]): string[] => {
		const { wall, uploaded, finished, requests } = middle(runs);
		const walls = range(runs.map((run) => run.wall));
		return [
			name,
			seconds(wall),
			walls,
			(wall / ideal).toFixed(2),
			seconds(uploaded),
			seconds(finished),
			(requests / count).toFixed(2),
		];
	};
	const takes =
		spread === 0
			? `${processing / 1000} s each`
			: `${processing / 1000} to ${(processing + spread) / 1000} s`;
	const table: Table = {
		caption: `${count} documents, ${takes}`,
		columns: [
			'flow',
			'wall time',
			'runs',
			'times the ideal',
			'last upload after',
			'last document ready after',
			'requests a document',
		],
		rows: [
			row('this node', nodes),
			row(`HTTP Request, Wait ${ADVISED_SECONDS} s, IF`, advised),
			row(`HTTP Request, Wait ${LUCKY_SECONDS} s, IF`, lucky),
			['ideal', seconds(ideal), range(ideals), '1.00', '', seconds(ideal), ''],
		],
	};
	return { node: middle(nodes), lucky: middle(lucky), advised: middle(advised), ideal, table };
}

function percent(share: number): string {
	return `${(share * 100).toFixed(0)} %`;
}

function goals({ count }: Case, { node, advised, ideal }: Comparison, limits: Limits): Goal[] {
	const times = node.wall / ideal;
	const requests = node.requests / count;
	const share = node.wall / advised.wall;
	return [
		{
			text: `${count} documents: at most ${limits.times} times the ideal`,
			measured: times.toFixed(2),
			met: times <= limits.times,
		},
		{
			text: `${count} documents: at most ${limits.requests} requests a document`,
			measured: requests.toFixed(2),
			met: requests <= limits.requests,
		},
		{
			text: `${count} documents: ${limits.shareText}, whose Wait is ${ADVISED_SECONDS} s`,
			measured: `${percent(share)} of its time`,
			met: share < limits.share,
		},
	];
}
