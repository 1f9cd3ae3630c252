import fc from 'fast-check';

import { PollSchedule } from '../../../../nodes/shared/waiting/pollSchedule.ts';
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
					plain({ handedInAfter: index * apart, processing, timeout: 600_000 }),
				);
				const { outcomes, service } = await play(waitForAll({ waits }));
				expect(outcomes.filter(({ sighting }) => sighting)).toHaveLength(count);
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
					plain({ processing, timeout: 600_000, foreign: index === count - 1 ? foreign : 0 }),
				);
				const { outcomes, service } = await play(waitForAll({ waits }));
				expect(outcomes.filter(({ sighting }) => sighting)).toHaveLength(count);
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
						{ handedInAfter: 0, processing, timeout: 600_000, ends: 'processed', foreign: 0 },
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

it('keeps every distance between its bounds, and is not led astray by one document that took far longer', () => {
	const observed = fc.array(fc.nat(600_000), { maxLength: 30 });
	fc.assert(
		fc.property(
			observed,
			fc.array(fc.nat(100_000), { maxLength: 30 }),
			fc.array(fc.boolean(), { maxLength: 30 }),
			(times, ages, looks) => {
				const pace = new PollSchedule();
				for (const time of times) pace.observe(time);
				for (const moved of looks) {
					const distance = pace.untilNextLook(
						ages.map((age) => Date.now() - age),
						moved,
					);
					expect(distance).toBeGreaterThanOrEqual(500);
					expect(distance).toBeLessThanOrEqual(15_000);
					expect(pace.untilNewLook()).toBeGreaterThanOrEqual(1_000);
					expect(pace.untilNewLook()).toBeLessThanOrEqual(5_000);
				}
				expect(pace.firstLook()).toBeGreaterThanOrEqual(1_000);
				expect(pace.firstLook()).toBeLessThanOrEqual(30_000);
				for (let again = 0; again < 20; again++) pace.observe(8_000);
				const fitted = pace.firstLook();
				pace.observe(600_000);
				expect(pace.firstLook()).toBe(fitted);
			},
		),
	);
});
