import fc from 'fast-check';

import { gatheringTime, nextLook } from '../../../../nodes/shared/waiting/pollSchedule.ts';
import { looksUntil } from '../simulation/looks.mts';
import { play, useSimulatedClock } from '../simulation/clock.mts';
import { plain, waitForAll } from '../simulation/waits.mts';

useSimulatedClock();

it('costs few looks: at most 20 at the list, or a fifth of one for each of many equal documents, and one fetch each', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 50, max: 150 }),
			fc.integer({ min: 20, max: 100 }),
			fc.integer({ min: 500, max: 45_000 }),
			async (count, apart, processing) => {
				const waits = Array.from({ length: count }, (_, index) =>
					plain({ handedInAfter: index * apart, processing, timeoutMs: 600_000 }),
				);
				const { outcomes, service } = await play(waitForAll({ waits }));
				expect(outcomes.filter(({ document }) => document)).toHaveLength(count);
				expect(service.count('list')).toBeLessThanOrEqual(Math.max(20, 0.2 * count));
				expect(service.count('get')).toBeLessThanOrEqual(count + 4);
			},
		),
		{ numRuns: 25 },
	);
});

it('finds documents behind hundreds of other flows on the list instead of one by one', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 10, max: 60 }),
			fc.nat(700),
			fc.integer({ min: 3_000, max: 40_000 }),
			async (count, foreign, processing) => {
				const waits = Array.from({ length: count }, (_, index) =>
					plain({ processing, timeoutMs: 600_000, foreign: index === count - 1 ? foreign : 0 }),
				);
				const { outcomes, service } = await play(waitForAll({ waits }));
				expect(outcomes.filter(({ document }) => document)).toHaveLength(count);
				// A page is not worth its request for one document; such a one is looked at by itself.
				expect(service.count('get')).toBeLessThanOrEqual(count + service.count('list'));
				expect(service.count('list')).toBeLessThanOrEqual(16 * (1 + Math.ceil(foreign / 200)));
			},
		),
		{ numRuns: 25 },
	);
});

it('looks at one document as often as a back-off from 1 s to 15 s does', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(500_000), async (processing) => {
			const { outcomes, service } = await play(
				waitForAll({
					waits: [
						{ handedInAfter: 0, processing, timeoutMs: 600_000, ends: 'processed', foreign: 0 },
					],
				}),
			);
			const [{ endedAt = 0, handedInAt = 0 } = {}] = outcomes;
			const growing = Math.log(1 + Math.max(0, processing - 3_000) / 4_000) / Math.log(1.25);
			expect(service.requests.length).toBeLessThanOrEqual(
				3 + Math.min(14, growing) + processing / 15_000,
			);
			expect(endedAt - handedInAt - Math.max(3_000, processing)).toBeLessThanOrEqual(
				Math.max(1_500, Math.min(16_000, processing / 3)),
			);
		}),
		{ numRuns: 15 },
	);
});

const MINUTES = 60_000;
const LONGEST_STEP = 15_000;
const processing = fc.integer({ min: 100, max: 10 * MINUTES });
const remembered = fc
	.array(processing, { maxLength: 20 })
	.map((times) => times.toSorted((left, right) => left - right));
/** Two times that differ by so little are told apart by no look. */
const TOLERANCE = (time: number) => Math.max(300, 0.05 * time);

it('sees a document that takes as long as ever in time, with one look, or two the second time', () => {
	fc.assert(
		fc.property(processing, fc.integer({ min: 1, max: 20 }), (time, count) => {
			const { looks, late } = looksUntil(time, Array<number>(count).fill(time));
			expect(late).toBeLessThanOrEqual(TOLERANCE(time));
			expect(looks).toBeLessThanOrEqual(count === 1 ? 2 : 1);
		}),
	);
});

it('needs no more looks than where nothing is known, but for those at the remembered times', () => {
	fc.assert(
		fc.property(processing, remembered, (time, times) => {
			const known = looksUntil(time, times);
			const unknown = looksUntil(time, []);
			// A miss at the longest of them is followed by looks at twice the distance each.
			const doubling = Math.max(0, Math.log2(LONGEST_STEP / TOLERANCE(times.at(-1) ?? 0)));
			const passed = times.filter((remembered) => remembered <= time).length;
			expect(known.looks).toBeLessThanOrEqual(unknown.looks + passed + doubling + 2);
		}),
	);
});

it('is never later than the longest distance, or than the next remembered time', () => {
	fc.assert(
		fc.property(processing, remembered, (time, times) => {
			const next = times.find((remembered) => remembered >= time) ?? time;
			const { late } = looksUntil(time, times);
			expect(late).toBeLessThanOrEqual(next - time + Math.max(2_600, LONGEST_STEP));
		}),
	);
});

it('always goes on to a later age, never at once and never in more than a quarter of a minute beyond all times', () => {
	fc.assert(
		fc.property(fc.option(fc.nat(20 * MINUTES)), remembered, (lookedAge, times) => {
			const age = nextLook(lookedAge ?? undefined, times);
			if (lookedAge !== null) expect(age - lookedAge).toBeGreaterThanOrEqual(60);
			expect(age).toBeLessThanOrEqual(
				Math.max(2_600, lookedAge ?? 0, times.at(-1) ?? 0) + LONGEST_STEP,
			);
		}),
	);
});

it('looks at one document at most thirty times in its first minute', () => {
	const withinMinutes = fc.array(fc.integer({ min: 50, max: MINUTES }), { maxLength: 20 });
	fc.assert(
		fc.property(withinMinutes, (times) => {
			const sorted = times.toSorted((left, right) => left - right);
			expect(looksUntil(MINUTES, sorted).looks).toBeLessThanOrEqual(30);
		}),
	);
	expect(looksUntil(MINUTES, []).looks).toBeLessThanOrEqual(15);
});

it('lets looks at many wait for each other for a second at most, and no longer than they may be late', () => {
	fc.assert(
		fc.property(fc.integer({ min: 2, max: 1_000 }), processing, (documents, age) => {
			const time = gatheringTime(documents, age, true);
			expect(time).toBeGreaterThanOrEqual(TOLERANCE(age));
			expect(time).toBeLessThanOrEqual(Math.max(1_000, TOLERANCE(age)));
			expect(gatheringTime(documents, age, false)).toBeLessThanOrEqual(LONGEST_STEP);
		}),
	);
});
