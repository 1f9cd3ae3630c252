import type {
	Phase,
	StatusSource,
	Watched,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { LookSchedule } from '../../../../nodes/shared/waiting/lookSchedule.ts';
import { OpenDocument } from '../../../../nodes/shared/waiting/openDocument.ts';
import { ProcessingTimes } from '../../../../nodes/shared/waiting/processingTimes.ts';
import { useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

const letter = (id: string, phase: Phase = 'pending'): Watched => ({ id, phase, state: phase });
const pass = (ms: number) => jest.setSystemTime(Date.now() + ms);
const list: Partial<StatusSource<Watched>> = { statuses: async () => new Map() };

/** A run that waits for some documents. */
class Run {
	readonly open = new Map<string, OpenDocument<Watched>>();
	readonly times = new ProcessingTimes();
	readonly schedule: LookSchedule<Watched>;

	constructor(source: Partial<StatusSource<Watched>> = {}) {
		const status = async (known: Watched) => known;
		this.schedule = new LookSchedule(this.open, { status, ...source }, this.times);
	}

	/** Hands documents in. */
	add(ids: readonly string[], ready = false): void {
		for (const id of ids) {
			const details = { ready, exists: !ready, kind: 'text', sizeBytes: undefined };
			const document = new OpenDocument(id, letter(id), details);
			document.result(600_000).catch(() => {});
			this.open.set(id, document);
		}
	}

	/** The keys of those that are due now. */
	due(): string[] {
		return this.schedule.due([...this.open.values()]).map(({ key }) => key);
	}

	/** A look at those that began now and found them unfinished. */
	seen(ids: readonly string[]): void {
		for (const id of ids) this.open.get(id)?.see(letter(id), Date.now());
	}

	/** Milliseconds from now until something is due, in steps of 10. */
	untilDue(): number {
		const since = Date.now();
		while (this.due().length === 0) pass(10);
		return Date.now() - since;
	}
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `d${index}`);

describe('one document', () => {
	it('is due for the first time after 2.6 s, and then by its age', () => {
		const run = new Run();
		run.add(['a']);
		expect(run.untilDue()).toBe(2_600);
		run.seen(['a']);
		expect(run.untilDue()).toBe(1_140);
	});

	it('is due at once where it may be finished, or where the service holds looks', () => {
		const ready = new Run();
		ready.add(['a'], true);
		expect(ready.untilDue()).toBe(0);
		const holding = new Run({ holds: { longest: 55, inTurn: 3 } });
		holding.add(['a']);
		expect(holding.untilDue()).toBe(0);
		holding.seen(['a']);
		expect(holding.untilDue()).toBe(2_000);
	});

	it('is due when ones like it were finished, unless it is older than the wait', () => {
		const run = new Run();
		run.times.add(9_000, 'text');
		run.times.add(10_000, 'text');
		run.add(['a']);
		expect(run.untilDue()).toBe(10_060);
		const old = new Run();
		old.times.add(10_000, 'text');
		old.add(['a'], true);
		old.seen(['a']);
		expect(old.untilDue()).toBe(1_000);
	});

	it('is due when its time is up, whatever else is', () => {
		const run = new Run({ spacing: () => 60_000 });
		run.add(['a', 'b']);
		pass(2_600);
		run.schedule.begin();
		run.seen(['a', 'b']);
		const late = new OpenDocument('c', letter('c'), {
			ready: false,
			exists: true,
			kind: 'text',
			sizeBytes: undefined,
		});
		run.open.set('c', late);
		late.result(1_000).catch(() => {});
		pass(999);
		expect(run.due()).toEqual([]);
		pass(1);
		expect(run.due()).toEqual(['c']);
		// Others that are due come along.
		pass(200);
		expect(run.due()).toEqual(['c', 'a', 'b']);
	});
});

it('those that are due come in the order in which they were', () => {
	const run = new Run();
	run.add(['a']);
	pass(1_000);
	run.add(['b'], true);
	pass(5_000);
	expect(run.due()).toEqual(['b', 'a']);
	run.seen(['b']);
	expect(run.due()).toEqual(['a']);
});

describe('the list', () => {
	it('is worth a look for four documents, or as many as the service says', () => {
		const isWorth = (count: number, source?: Partial<StatusSource<Watched>>) => {
			const run = new Run(source);
			run.add(ids(count));
			return run.schedule.isWorthList([...run.open.values()]);
		};
		expect([3, 4].map((count) => isWorth(count, list))).toEqual([false, true]);
		expect([6, 7].map((count) => isWorth(count, { ...list, listFrom: 7 }))).toEqual([false, true]);
		expect(isWorth(100)).toBe(false);
	});

	it.each([
		// The first three are due at 2.6 s; a look within the second after it serves the fourth too.
		['for others that will be due soon', list, 900, 2_600, 4],
		['not for those that are due much later', list, 1_300, 1_300, 3],
		['for nobody where each document is looked at alone', {}, 900, 1_700, 3],
	])('waits %s', (_case, source, later, untilDue, count) => {
		const run = new Run(source);
		run.add(ids(3));
		pass(later);
		run.add(['late']);
		expect(run.untilDue()).toBe(untilDue);
		expect(run.due()).toHaveLength(count);
	});

	it('is asked no sooner than after the time for gathering', () => {
		const run = new Run(list);
		run.add(ids(100), true);
		expect(run.untilDue()).toBe(0);
		run.schedule.begin();
		run.schedule.listed();
		run.add(['new'], true);
		expect(run.untilDue()).toBe(1_000);
	});

	it('is asked again sooner where it is known how long documents take', () => {
		const run = new Run(list);
		run.times.add(9_000, 'text');
		run.times.add(9_500, 'text');
		run.add(ids(100));
		run.schedule.begin();
		run.schedule.listed();
		run.add(['new'], true);
		expect(run.untilDue()).toBe(300);
	});
});

it('looks are as far apart as the service wants, also after a list', () => {
	const run = new Run({ ...list, spacing: (documents) => documents * 1_000 });
	run.add(ids(5), true);
	run.schedule.begin();
	run.schedule.listed();
	run.add(['new'], true);
	expect(run.untilDue()).toBe(5_000);
});

it('nothing is due where nothing is open', () => {
	const run = new Run(list);
	expect(run.due()).toEqual([]);
	run.schedule.listed();
	run.add(['a'], true);
	expect(run.untilDue()).toBe(0);
});
