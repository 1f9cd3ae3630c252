import { FaultBench, type Observed } from './run.mts';
import type { FaultService } from './services.mts';
import { COMES_THROUGH, ENDS, rowsOf, type Row } from './table.mts';

/** What no message may have in it. */
const RIDDLE =
	/\bundefined\b|\[object |\bNaN\b|Cannot read|is not a function|is not iterable|Converting circular|Unexpected token|not valid JSON|\bnull\b(?!")/;
/**
 * Whether a text says something that only a programmer understands; what it quotes does not count.
 */
export function isRiddle(text: string): boolean {
	return RIDDLE.test(text.replace(/".*"/s, '""'));
}

/** The largest time-out, of a batch, and the search for what it may have created. */
const LONGEST_MS = 16 * 60_000;

/** Every form in which a secret could show up. */
const formsOf = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64').slice(0, -4),
];

/** What is wrong with a run, whatever the fault. */
export function problemsOf({ outcome, nextStep, paid, everything, ...run }: Observed): string[] {
	const problems: string[] = [];
	if (!ENDS.has(outcome)) {
		if (!/^[A-Z"0-9]/.test(outcome) || isRiddle(outcome)) problems.push(`riddle: ${outcome}`);
		if (!/^[A-Z].*[.!?]$/s.test(nextStep) || isRiddle(nextStep))
			problems.push(`no next step: ${nextStep}`);
	}
	if (paid > run.asked) problems.push(`paid ${paid} times`);
	for (const secret of run.account.secrets)
		for (const form of formsOf(secret)) if (everything.includes(form)) problems.push('a secret');
	if (run.tookMs > LONGEST_MS) problems.push(`took ${run.tookMs / 1_000} s`);
	return problems;
}

/** What comes out where nothing goes wrong, for a tool as for a tool. */
async function itemsWithoutFault(
	bench: FaultBench,
	service: FaultService,
	operation: string,
	{ isTool, items }: Observed,
): Promise<unknown> {
	// A purchase that the balance confirms says so.
	if (JSON.stringify(items).includes('confirmedByBalance')) return items;
	return await bench.itemsWithoutFault(service, operation, isTool ? 'as a tool' : undefined);
}

/** For the recording of rows. */
export async function sameItems(
	bench: FaultBench,
	service: FaultService,
	operation: string,
	observed: Observed,
): Promise<boolean> {
	const plain = await itemsWithoutFault(bench, service, operation, observed);
	return JSON.stringify(plain) === JSON.stringify(observed.items);
}

/** Runs the table of a service, row by row. */
export function checkTable(service: FaultService): void {
	const bench = new FaultBench();
	beforeAll(async () => await bench.start());
	afterAll(async () => await bench.stop());

	const rows = rowsOf(service.type);
	describe.each([...new Set(rows.map(({ operation }) => operation))])('%s', (operation) => {
		const own = rows.filter((row) => row.operation === operation);
		it.each(own.map((row): [string, Row] => [row.fault, row]))('%s', async (fault, row) => {
			const observed = await bench.run(service, operation, fault);
			const { outcome, paid, items } = observed;
			expect({ outcome, paid }).toEqual({ outcome: row.outcome, paid: row.paid });
			expect(problemsOf(observed)).toEqual([]);
			if (outcome === COMES_THROUGH)
				expect(items).toEqual(await itemsWithoutFault(bench, service, operation, observed));
		});
	});
}
