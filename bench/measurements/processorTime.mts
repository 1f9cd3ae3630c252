import type { Workflow } from '../../sandbox/n8n/client.mts';
import type { ServiceName } from '../../sandbox/client.mts';
import { flow, httpNode, itemsWithIds, serviceNode } from '../lib/flow.mts';
import { canReadProcesses, cpuTime } from '../lib/process.mts';
import { seconds, type Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { services } from '../lib/services.mts';
import { startWorld, type Account, type World } from '../lib/world.mts';

const COUNT = 2_000;
const REPEATS = 3;

type Found = { cpu: number; wall: number };

/** Of one service. */
type Comparison = { service: ServiceName; bare: Found; node: Found; http: Found };

/** What an item of `get` costs n8n's process, beside a bare HTTP Request. */
export async function processorTime(): Promise<Report> {
	if (!canReadProcesses) throw new Error('processor time can be measured on Linux only');
	const comparisons: Comparison[] = [];
	for (const service of ['handwritingOcr', 'natifAi', 'ocriva'] as const)
		comparisons.push(await compare(service));
	const an = ({ bare }: Comparison, found: Found): number => (found.cpu - bare.cpu) / COUNT;
	const row = (name: string, comparison: Comparison, found: Found): string[] => [
		name,
		seconds(found.cpu),
		seconds(found.wall),
		`${an(comparison, found).toFixed(2)} ms`,
	];
	return {
		title: 'Processor time',
		setting: `Each service's operation Get for ${COUNT.toLocaleString('en')} items, in a new n8n a service. User and system time of n8n's process (/proc), from the start of the run until n8n has stored it; medians of ${REPEATS} runs, in turn, after one of each. "An item" leaves out what the flow costs without the request. No latency.`,
		tables: comparisons.map((comparison) => ({
			caption: services[comparison.service].label,
			columns: ['flow', 'processor time', 'wall time', 'an item'],
			rows: [
				['items alone', seconds(comparison.bare.cpu), seconds(comparison.bare.wall), ''],
				row("this package's node", comparison, comparison.node),
				row('HTTP Request', comparison, comparison.http),
			],
		})),
		goals: comparisons.map((comparison) => {
			const share = an(comparison, comparison.node) / an(comparison, comparison.http);
			return {
				text: `${services[comparison.service].label}: an item not above a bare HTTP Request`,
				measured: `${(share * 100).toFixed(0)} % of it`,
				met: share <= 1,
			};
		}),
	};
}

async function compare(service: ServiceName): Promise<Comparison> {
	const world = await startWorld();
	try {
		const account = await world.openAccountAt(service);
		const seeds = Array.from({ length: COUNT }, (_, index) => ({
			id: services[service].idAt(index),
		}));
		for (let start = 0; start < COUNT; start += 500)
			await world.sandbox.seedDocuments(account.token, seeds.slice(start, start + 500));
		return { service, ...(await measureAll(world, account)) };
	} finally {
		await world.stop();
	}
}

async function measureAll(world: World, account: Account): Promise<Omit<Comparison, 'service'>> {
	const { get, getPath } = services[account.service];
	const items = itemsWithIds(account, COUNT);
	const query = account.projectId === undefined ? '' : `?projectId=${account.projectId}`;
	const flows = {
		bare: flow('Items', items),
		node: flow('Get', [...items, serviceNode('Get', account, get)]),
		http: flow('HTTP Request', [
			...items,
			httpNode('Get', account, { url: `=${account.api}${getPath}${query}` }),
		]),
	};
	const runs: Record<keyof typeof flows, Found[]> = { bare: [], node: [], http: [] };
	for (let repeat = 0; repeat <= REPEATS; repeat++) {
		for (const name of ['bare', 'node', 'http'] as const) {
			const found = await measure(world, flows[name]);
			if (repeat > 0) runs[name].push(found);
		}
	}
	const middle = (found: Found[]): Found => ({
		cpu: median(found.map(({ cpu }) => cpu)),
		wall: median(found.map(({ wall }) => wall)),
	});
	return { bare: middle(runs.bare), node: middle(runs.node), http: middle(runs.http) };
}

async function measure(world: World, workflow: Workflow): Promise<Found> {
	const before = cpuTime(world.pid);
	let cpu = 0;
	const { execution, wall } = await runFlow(world, workflow, {
		atEnd: () => (cpu = cpuTime(world.pid) - before),
	});
	const last = workflow.nodes.at(-1)?.name ?? '';
	const items = execution.runData[last]?.[0]?.data?.main?.[0]?.length;
	if (items !== COUNT) throw new Error(`${items} items came instead of ${COUNT}`);
	return { cpu, wall };
}
