import fc from 'fast-check';

import { ServiceClock } from '../../../../nodes/shared/http/serviceClock.ts';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_260_305), numRuns: 500 });

const HOUR = 3_600_000;
const start = Date.UTC(2026, 2, 5, 14, 0, 0);
const wholeSecond = (time: number) => Math.floor(time / 1_000) * 1_000;
const time = fc.integer({ min: start, max: start + HOUR });
const answer = fc.record({ askedAt: time, there: fc.nat(20_000), back: fc.nat(20_000) });

it('places a moment of the service where it really was, within the time of the fastest answer and the rounding', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: -300_000, max: 300_000 }),
			fc.array(answer, { maxLength: 5 }),
			time,
			// The machine that dates a document may be another than the one that answered.
			fc.integer({ min: -1_000, max: 1_000 }),
			(skew, answers, createdAt, otherMachine) => {
				const clock = new ServiceClock();
				for (const { askedAt, there, back } of answers)
					clock.observe(
						new Date(askedAt + there + skew).toUTCString(),
						askedAt,
						askedAt + there + back,
					);
				const { earliest, latest } = clock.here(wholeSecond(createdAt + skew + otherMachine));
				expect(earliest).toBeLessThanOrEqual(createdAt);
				expect(latest).toBeGreaterThanOrEqual(createdAt);
				const fastest = Math.min(...answers.map(({ there, back }) => there + back));
				if (answers.length > 0) expect(latest - earliest).toBeLessThanOrEqual(fastest + 4_000);
			},
		),
	);
});

it('rules nothing out for a document without a date, and learns nothing from an answer without one', () => {
	const clock = new ServiceClock();
	clock.observe(undefined, start, start);
	clock.observe('soon', start, start);
	expect(clock.here(Number.NaN)).toEqual({
		earliest: Number.NEGATIVE_INFINITY,
		latest: Number.POSITIVE_INFINITY,
	});
	expect(clock.here(start).earliest).toBeLessThanOrEqual(start - 600_000);
});
