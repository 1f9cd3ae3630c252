import { readDocument } from '../../../../nodes/HandwritingOcr/api/parse.ts';
import { ProcessingTimes } from '../../../../nodes/shared/waiting/processingTimes.ts';
import { play, useSimulatedClock } from '../simulation/clock.mts';
import { looksUntil } from '../simulation/looks.mts';
import { plain, type Wait, waitForAll } from '../simulation/waits.mts';

/** What the looks at some documents came to, on average. */
function mean(documents: ReadonlyArray<{ looks: number; late: number }>) {
	const of = (pick: (document: { looks: number; late: number }) => number) =>
		documents.reduce((sum, document) => sum + pick(document), 0) / documents.length;
	return { looks: of(({ looks }) => looks), late: of(({ late }) => late) };
}

/** As many times from a logarithmic grid, each decade with as many. Milliseconds. */
const grid = (from: number, to: number) =>
	Array.from({ length: 1_000 }, (_, index) => from * (to / from) ** ((index + 0.5) / 1_000));

/**
 * What a photo of 300 kB and a PDF of 2 MB may take: spread as real times are, the same each time.
 */
function* documents() {
	for (let seed = 1; ; seed++) {
		const sizeBytes = seed % 2 === 0 ? 300_000 : 2_000_000;
		const middle = seed % 2 === 0 ? 3_000 : 12_000;
		yield { sizeBytes, processing: middle * Math.exp(0.4 * normal(seed)) };
	}
}

/** The same numbers each time, spread as a normal distribution. */
function normal(seed: number): number {
	const uniform = (number: number) => (number * 0.618_033_988_749_895) % 1;
	const [radius, angle] = [uniform(seed), uniform(seed * seed * 7 + 3)];
	return Math.sqrt(-2 * Math.log(1 - radius)) * Math.cos(2 * Math.PI * angle);
}

/** A first look after 3 s, then distances of a quarter of the age, from 1 to 15 s. */
function backedOff(processing: number): { looks: number; late: number } {
	let age = 3_000;
	let looks = 1;
	for (; age < processing; looks++) age += Math.min(15_000, Math.max(1_000, age / 4));
	return { looks, late: age - processing };
}

it.each([
	[500, 30_000],
	[500, 60_000],
])(
	'without knowledge it is earlier than a usual back-off, with fewer looks: %d to %d ms',
	(from, to) => {
		const usual = mean(grid(from, to).map(backedOff));
		const ours = mean(grid(from, to).map((time) => looksUntil(time, [])));
		expect(ours.late).toBeLessThan(0.95 * usual.late);
		expect(ours.looks).toBeLessThan(0.97 * usual.looks);
	},
);

it.each([
	['with sizes', true],
	['without sizes', false],
])('learns from times that differ: %s', (_case, hasSizes) => {
	const times = new ProcessingTimes();
	const first = [];
	const second = [];
	for (const { sizeBytes, processing } of documents()) {
		const size = hasSizes ? sizeBytes : undefined;
		first.push(looksUntil(processing, []));
		if (first.length > 20) second.push(looksUntil(processing, times.of('text', size)));
		times.add(processing, 'text', size);
		if (second.length === 400) break;
	}
	const [unknown, known] = [mean(first), mean(second)];
	expect(known.late).toBeLessThan(0.9 * unknown.late);
	if (hasSizes) expect(known.looks).toBeLessThanOrEqual(1.1 * unknown.looks);
});

describe('the wait for a document', () => {
	useSimulatedClock();

	const waitWith = async (times: ProcessingTimes, changes: Partial<Wait>) => {
		const { outcomes, service } = await play(waitForAll({ waits: [plain(changes)], times }));
		const [{ endedAt = 0, handedInAt = 0 } = {}] = outcomes;
		return {
			late: endedAt - handedInAt - (changes.processing ?? 0),
			looks: service.requests.length,
		};
	};

	it.each([500, 1_500, 3_500, 7_000, 12_000, 25_000])(
		'knows from the last one when a result will be there: after %d ms',
		async (processing) => {
			const times = new ProcessingTimes();
			const first = await waitWith(times, { processing });
			const second = await waitWith(times, { processing });
			const third = await waitWith(times, { processing });
			const usual = backedOff(processing);
			// An answer takes 100 ms, and what is due is seen within 50 ms.
			expect(first.late).toBeLessThanOrEqual(usual.late + 150);
			expect(first.looks).toBeLessThanOrEqual(usual.looks);
			// The service's dates are whole seconds.
			const rounding = Math.min(1_000, first.late);
			for (const { late, looks } of [second, third]) {
				expect(late).toBeLessThanOrEqual(Math.max(300, 0.05 * processing) + rounding);
				expect(looks).toBeLessThanOrEqual(4);
			}
		},
	);

	it('learns nothing from one that fails', async () => {
		const times = new ProcessingTimes();
		const learned = async (ends: Wait['ends']) => {
			const { documents } = await play(
				waitForAll({ waits: [plain({ processing: 200, ends })], times }),
			);
			return times.of(documents.kindOf(readDocument({}))).length;
		};
		expect([await learned('failed'), await learned('processed')]).toEqual([0, 1]);
	});
});
