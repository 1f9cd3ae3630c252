import { parseArgs } from 'node:util';
import { endChildren } from '../sandbox/launch/children.mjs';
import { onEnd } from '../sandbox/launch/signals.mjs';
import { showFailure } from '../sandbox/launch/showFailure.mjs';
import { circumstances } from './lib/machine.mts';
import { keep } from './lib/results.mts';
import { toMarkdown, type Report } from './lib/report.mts';
import { deliveries } from './measurements/deliveries.mts';
import { earlierBuild } from './measurements/earlierBuild.mts';
import { faults } from './measurements/faults.mts';
import { growth } from './measurements/growth.mts';
import { learning } from './measurements/learning.mts';
import { manyDocuments } from './measurements/manyDocuments.mts';
import { memoryGrowth } from './measurements/memory.mts';
import { paidOnce } from './measurements/paidOnce.mts';
import { processorTime } from './measurements/processorTime.mts';
import { workers } from './measurements/workers.mts';

/** The commit after which the code was formatted, before it became three packages. */
const FORMATTED = 'ed98876b9a1892a4b4cdfd08f44d238fe64a7ac1';

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { beside: { type: 'string', default: FORMATTED } },
});

/** What runs when nothing is picked. */
const usual = [
	manyDocuments,
	growth,
	memoryGrowth,
	processorTime,
	faults,
	deliveries,
	learning,
	paidOnce,
];
/**
 * By the number that picks them. The last ones need Redis and PostgreSQL, and the history of git.
 */
const measurements: ReadonlyArray<() => Promise<Report>> = [
	...usual,
	workers,
	async () => await earlierBuild(values.beside),
];

function picked(): number[] {
	const numbers = measurements.map((_, index) => index + 1);
	const wrong = positionals.filter((arg) => !numbers.includes(Number(arg)));
	if (wrong.length > 0)
		throw new Error(
			`there is no measurement ${wrong.join(', ')}; choose from ${numbers.join(' ')}`,
		);
	return positionals.length === 0 ? numbers.slice(0, usual.length) : positionals.map(Number);
}

onEnd(endChildren);
try {
	for (const number of picked()) {
		console.log(`\nmeasuring ${number} of ${measurements.length} ...`);
		const now = await circumstances();
		const report = await measurements[number - 1]?.();
		if (report === undefined) continue;
		console.log(`\n${toMarkdown(report)}`);
		await keep(number, report, now);
	}
	await endChildren();
} catch (error) {
	showFailure(error);
	await endChildren();
	process.exitCode = 1;
}
