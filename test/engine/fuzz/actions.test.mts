import fc from 'fast-check';
import '../../support/seed.mts';
import { isRiddle, problemsOf } from '../faults/check.mts';
import { FaultBench, type Observed } from '../faults/run.mts';
import { FAULT_SERVICES, type FaultAccount, type FaultService } from '../faults/services.mts';
import { COMES_THROUGH } from '../faults/table.mts';
import { answers, strikeOf } from './answers.mts';

const TIMES = Number(process.env.PROPERTY_RUNS ?? 1);
const RUNS = 6 * TIMES;
/** None of these is in what the services are made to answer. */
const MADE_HERE = /\[object |\bundefined\b|\bNaN\b|Cannot read|is not a function/;

const bench = new FaultBench();
beforeAll(async () => await bench.start());
afterAll(async () => await bench.stop());

/** One account serves many runs; what they upload costs nothing here. */
const accounts = new Map<string, FaultAccount>();
const accountOf = async (service: FaultService): Promise<FaultAccount> => {
	const account = accounts.get(service.type) ?? (await bench.open(service));
	accounts.set(service.type, account);
	return account;
};

/** What is wrong with a run, whatever the service has answered. */
const wrongWith = (observed: Observed): string[] => {
	const { outcome, items, sent } = observed;
	const problems = problemsOf({ ...observed, paid: 0 });
	if (outcome === COMES_THROUGH && MADE_HERE.test(JSON.stringify(items)))
		problems.push(`made here: ${MADE_HERE.exec(JSON.stringify(items))?.[0]}`);
	if (observed.result.hints.some(({ message }) => isRiddle(message)))
		problems.push('a riddle in a hint');
	if (sent > 150) problems.push(`sent ${sent} times`);
	return problems;
};

describe.each(FAULT_SERVICES.map((service): [string, FaultService] => [service.name, service]))(
	'%s',
	(_name, service) => {
		it.each(Object.keys(service.operations))('%s', async (operation) => {
			await fc.assert(
				fc.asyncProperty(answers, async (answer) => {
					const account = await accountOf(service);
					const observed = await bench.strike(service, operation, strikeOf(answer), account);
					expect(wrongWith(observed)).toEqual([]);
				}),
				{ numRuns: RUNS, endOnFailure: true },
			);
		});
	},
);
