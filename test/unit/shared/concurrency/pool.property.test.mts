import fc from 'fast-check';

import { settleAll, Slots } from '../../../../nodes/shared/concurrency/pool.ts';
import { after, play, useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

interface Task {
	takes: number;
	fails: boolean;
}

const tasks = fc.array(fc.record({ takes: fc.nat(100), fails: fc.boolean() }), { maxLength: 40 });
const limit = fc.integer({ min: 1, max: 12 });

/** Runs tasks and keeps count of those under way. */
function counter() {
	const seen = { started: [] as number[], underWay: 0, most: 0 };
	const work = async ({ takes, fails }: Task, index: number): Promise<string> => {
		seen.started.push(index);
		seen.most = Math.max(seen.most, ++seen.underWay);
		await after(takes);
		seen.underWay--;
		if (fails) throw new Error(`task ${index}`);
		return `result ${index}`;
	};
	return { seen, work };
}

const outcomeOf = (fails: boolean, index: number) =>
	fails
		? { status: 'rejected', reason: new Error(`task ${index}`) }
		: { status: 'fulfilled', value: `result ${index}` };

it('settleAll runs each input once, in order, so many at once and no fewer, and keeps results in their places', async () => {
	await fc.assert(
		fc.asyncProperty(tasks, limit, async (inputs, atOnce) => {
			const { seen, work } = counter();
			expect(await play(settleAll(inputs, atOnce, work))).toEqual(
				inputs.map(({ fails }, index) => outcomeOf(fails, index)),
			);
			expect(seen.started).toEqual(inputs.map((_, index) => index));
			expect(seen.most).toBe(Math.min(atOnce, inputs.length));
		}),
	);
});

it('settleAll starts nothing more once it may not, and gives what was under way', async () => {
	await fc.assert(
		fc.asyncProperty(tasks, limit, fc.nat(500), async (inputs, atOnce, stopAfter) => {
			const { seen, work } = counter();
			const stopAt = Date.now() + stopAfter;
			const started: number[] = [];
			const results = await play(
				settleAll(
					inputs,
					atOnce,
					async (input, index) => {
						started.push(Date.now());
						return await work(input, index);
					},
					() => Date.now() < stopAt,
				),
			);
			expect(results).toEqual(
				inputs.map(({ fails }, index) =>
					seen.started.includes(index) ? outcomeOf(fails, index) : undefined,
				),
			);
			expect(started.filter((at) => at >= stopAt)).toEqual([]);
		}),
	);
});

it('Slots let so many tasks run at a time, the others in the order in which they came, whatever fails', async () => {
	await fc.assert(
		fc.asyncProperty(tasks, limit, async (inputs, atOnce) => {
			const { seen, work } = counter();
			const slots = new Slots(atOnce);
			const ends = await play(
				Promise.allSettled(
					inputs.map(async (input, index) => await slots.run(async () => await work(input, index))),
				),
			);
			expect(ends).toEqual(inputs.map(({ fails }, index) => outcomeOf(fails, index)));
			expect(seen.started).toEqual(inputs.map((_, index) => index));
			expect(seen.most).toBe(Math.min(atOnce, inputs.length));
			// No slot got lost on the way.
			const again = counter();
			await play(
				Promise.all(
					Array.from(
						{ length: atOnce },
						async (_, index) =>
							await slots.run(async () => await again.work({ takes: 1, fails: false }, index)),
					),
				),
			);
			expect(again.seen.most).toBe(atOnce);
		}),
	);
});
