import { deliver, type Sent } from '../lib/deliver.mts';
import { canReadProcesses } from '../lib/process.mts';
import { publishReceivers, type Receivers } from '../lib/receivers.mts';
import type { Goal, Report, Table } from '../lib/report.mts';
import { median } from '../lib/run.mts';
import { startWorld } from '../lib/world.mts';

const COUNT = 200;
const AT_ONCE = 10;
const REPEATS = 3;
/**
 * n8n's setting to make the sandbox of an expression when there is one to be evaluated, instead of
 * beforehand.
 */
const LAZY = 'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE';

const NAMES = ['trigger', 'webhook', 'guarded', 'checked'] as const;
type Found = Record<(typeof NAMES)[number], Sent[]>;

/** Signed deliveries to the Handwriting OCR Trigger, beside n8n's own Webhook node. */
export async function deliveries(): Promise<Report> {
	if (!canReadProcesses) throw new Error('processor time can be measured on Linux only');
	const ordinary = await measure("n8n's defaults", false);
	const lazy = await measure(`${LAZY}=true`, true);
	return {
		title: 'Deliveries',
		setting: `${COUNT} signed deliveries of different documents, ${AT_ONCE} at a time, the same to all. Medians of ${REPEATS} rounds, in turn, after one of each. Answered: until the last was answered. Finished: until n8n's record says that the last execution ended. Processor time is that of n8n's process until then. The trigger checks the signature, drops repeats and gives the document in its simple shape; the Webhook node gives the request. n8n has its default database, SQLite.`,
		tables: [ordinary.table, lazy.table],
		goals: [...ordinary.goals, ...lazy.goals],
		remarks: [
			`n8n makes a new sandbox for expressions before it calls the webhook of any node but its own Webhook node, another one for each execution, and another one whenever a webhook reads a credential (seen in 2.40), which is most of what a delivery costs. A Webhook node without authentication needs one of them, one with authentication two. The trigger needs two: it reads the secret once in two seconds. With ${LAZY} n8n makes none that is not used.`,
		],
	};
}

async function measure(caption: string, isLazy: boolean): Promise<{ table: Table; goals: Goal[] }> {
	if (isLazy) process.env[LAZY] = 'true';
	const world = await startWorld().finally(() => delete process.env[LAZY]);
	try {
		const receivers: Receivers = await publishReceivers(world);
		const found: Found = { trigger: [], webhook: [], guarded: [], checked: [] };
		for (const name of NAMES) await deliver(world, receivers[name], COUNT, AT_ONCE);
		for (let repeat = 0; repeat < REPEATS; repeat++) {
			for (const name of NAMES)
				found[name].push(await deliver(world, receivers[name], COUNT, AT_ONCE));
		}
		const rows = NAMES.map((name) => rowOf(receivers[name].name, found[name]));
		return {
			table: {
				caption,
				columns: [
					'receiver',
					'answered a second',
					'finished a second',
					'rounds, finished a second',
					'processor time a delivery',
				],
				rows,
			},
			goals: goalsOf(caption, found),
		};
	} finally {
		await world.stop();
	}
}

const aSecond = (milliseconds: number): number => (COUNT * 1000) / milliseconds;
const answered = (rounds: Sent[]): number => aSecond(median(rounds.map((round) => round.answered)));
const finished = (rounds: Sent[]): number => aSecond(median(rounds.map((round) => round.finished)));

function rowOf(name: string, rounds: Sent[]): string[] {
	const each = rounds.map((round) => aSecond(round.finished));
	const range = `${Math.min(...each).toFixed(1)} to ${Math.max(...each).toFixed(1)}`;
	const cpu = median(rounds.map((round) => round.cpu)) / COUNT;
	return [
		name,
		answered(rounds).toFixed(1),
		finished(rounds).toFixed(1),
		range,
		`${cpu.toFixed(1)} ms`,
	];
}

function goalsOf(caption: string, { trigger, webhook, guarded, checked }: Found): Goal[] {
	const goal = (text: string, share: number): Goal => ({
		text: `${caption}: ${text}`,
		measured: share.toFixed(2),
		met: share >= 0.9,
	});
	return [
		goal(
			'answered at least 0.9 times as fast as by the Webhook node that lets everybody in',
			answered(trigger) / answered(webhook),
		),
		goal(
			'finished at least 0.9 times as fast as with the Webhook node that lets everybody in',
			finished(trigger) / finished(webhook),
		),
		goal(
			'finished at least 0.9 times as fast as with the Webhook node with Header Auth',
			finished(trigger) / finished(guarded),
		),
		goal(
			"finished at least 0.9 times as fast as with a check of the signature by n8n's own nodes",
			finished(trigger) / finished(checked),
		),
	];
}
