import { endChildren } from '../sandbox/launch/children.mjs';
import { onEnd } from '../sandbox/launch/signals.mjs';
import { showFailure } from '../sandbox/launch/showFailure.mjs';
import { circumstances } from './lib/machine.mts';
import { keep } from './lib/results.mts';
import { toMarkdown, type Report } from './lib/report.mts';
import { deliveries } from './measurements/deliveries.mts';
import { faults } from './measurements/faults.mts';
import { growth } from './measurements/growth.mts';
import { learning } from './measurements/learning.mts';
import { manyDocuments } from './measurements/manyDocuments.mts';
import { memoryGrowth } from './measurements/memory.mts';
import { paidOnce } from './measurements/paidOnce.mts';
import { processorTime } from './measurements/processorTime.mts';
import { workers } from './measurements/workers.mts';

/** The measurements by the number that picks them. */
const measurements: ReadonlyArray<() => Promise<Report>> = [
	manyDocuments,
	growth,
	memoryGrowth,
	processorTime,
	faults,
	deliveries,
	learning,
	paidOnce,
	workers,
];
/** It needs Redis and PostgreSQL, and runs only when it is picked. */
const BY_HAND = measurements.indexOf(workers) + 1;

/** The picked numbers; all but those by hand when none was picked. */
function picked(args: string[]): number[] {
	const numbers = measurements.map((_, index) => index + 1);
	const wrong = args.filter((arg) => !numbers.includes(Number(arg)));
	if (wrong.length > 0)
		throw new Error(
			`there is no measurement ${wrong.join(', ')}; choose from ${numbers.join(' ')}`,
		);
	return args.length === 0 ? numbers.filter((number) => number !== BY_HAND) : args.map(Number);
}

onEnd(endChildren);
try {
	for (const number of picked(process.argv.slice(2))) {
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
