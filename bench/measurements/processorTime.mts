import type { Workflow } from '../../sandbox/n8n/client.mts';
import { flow, httpNode, itemsWithIds, ocrNode } from '../lib/flow.mts';
import { canReadProcesses, cpuTime } from '../lib/process.mts';
import { seconds, type Report } from '../lib/report.mts';
import { median, runFlow } from '../lib/run.mts';
import { startWorld, type Account, type World } from '../lib/world.mts';

const COUNT = 2_000;
const REPEATS = 3;
const PREFIX = 'item';

type Found = { cpu: number; wall: number };

/** What an item of `get` costs n8n's process, beside a bare HTTP Request. */
export async function processorTime(): Promise<Report> {
	if (!canReadProcesses) throw new Error('processor time can be measured on Linux only');
	const world = await startWorld();
	try {
		const account = await world.openAccount();
		const ids = Array.from({ length: COUNT }, (_, index) => ({ id: `${PREFIX}${index}` }));
		for (let start = 0; start < COUNT; start += 500) await world.sandbox.seedDocuments(account.token, ids.slice(start, start + 500));
		const { bare, node, raw, http } = await measureAll(world, account);
		const an = (found: Found): number => (found.cpu - bare.cpu) / COUNT;
		const row = (name: string, found: Found): string[] => [name, seconds(found.cpu), seconds(found.wall), `${an(found).toFixed(2)} ms`];
		const share = an(node) / an(http);
		return {
			title: 'Processor time',
			setting: `Document > Get of ${COUNT.toLocaleString('en')} items. User and system time of n8n's process (/proc), from the start of the run until n8n has stored it; medians of ${REPEATS} runs, in turn, after one of each. "An item" leaves out what the flow costs without the request. No latency.`,
			tables: [
				{
					columns: ['flow', 'processor time', 'wall time', 'an item'],
					rows: [
						['items alone', seconds(bare.cpu), seconds(bare.wall), ''],
						row('this node, Output = Document', node),
						row('this node, Output = Raw', raw),
						row('HTTP Request', http),
					],
				},
			],
			goals: [{ text: 'an item not above a bare HTTP Request', measured: `${(share * 100).toFixed(0)} % of it`, met: share <= 1 }],
		};
	} finally {
		await world.stop();
	}
}

async function measureAll(world: World, account: Account): Promise<Record<'bare' | 'node' | 'raw' | 'http', Found>> {
	const items = itemsWithIds(PREFIX, COUNT);
	const get = (output: string): Workflow =>
		flow('Get', [...items, ocrNode('Get', account, { operation: 'get', documentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' }, output })]);
	const flows = {
		bare: flow('Items', items),
		node: get('document'),
		raw: get('raw'),
		http: flow('HTTP Request', [...items, httpNode('Get', account, { url: `=${account.api}/documents/{{ $json.id }}` })]),
	};
	const runs: Record<keyof typeof flows, Found[]> = { bare: [], node: [], raw: [], http: [] };
	for (let repeat = 0; repeat <= REPEATS; repeat++) {
		for (const name of ['bare', 'node', 'raw', 'http'] as const) {
			const found = await measure(world, flows[name]);
			if (repeat > 0) runs[name].push(found);
		}
	}
	const middle = (found: Found[]): Found => ({ cpu: median(found.map(({ cpu }) => cpu)), wall: median(found.map(({ wall }) => wall)) });
	return { bare: middle(runs.bare), node: middle(runs.node), raw: middle(runs.raw), http: middle(runs.http) };
}

async function measure(world: World, workflow: Workflow): Promise<Found> {
	const before = cpuTime(world.pid);
	let cpu = 0;
	const { execution, wall } = await runFlow(world, workflow, { atEnd: () => (cpu = cpuTime(world.pid) - before) });
	const last = workflow.nodes.at(-1)?.name ?? '';
	const items = execution.runData[last]?.[0]?.data?.main?.[0]?.length;
	if (items !== COUNT) throw new Error(`${items} items came instead of ${COUNT}`);
	return { cpu, wall };
}
