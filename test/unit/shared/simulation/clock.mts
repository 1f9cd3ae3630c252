import fc from 'fast-check';

/** Any moment will do; not on a full second, so that rounded dates show. */
const START = Date.UTC(2026, 2, 5, 14, 49, 19, 320);

/**
 * Puts the tests of a file on a simulated clock. `setImmediate` stays real: it ends when all
 * promises that could go on have gone on.
 *
 * Properties run with a fixed seed, so that a run says the same everywhere. `PROPERTY_SEED` and
 * `PROPERTY_RUNS` look further.
 */
export function useSimulatedClock(): void {
	const seed = Number(process.env.PROPERTY_SEED ?? 20_260_305);
	const more = Number(process.env.PROPERTY_RUNS ?? 1);
	fc.configureGlobal({ seed, numRuns: 50 * more });
	beforeEach(() =>
		jest.useFakeTimers({ now: START, doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }),
	);
	afterEach(async () => {
		// Nothing of the node's may wait for anything much longer than its work.
		await jest.advanceTimersByTimeAsync(100);
		const left = jest.getTimerCount();
		jest.useRealTimers();
		expect(left).toBe(0);
	});
}

/** Waits until no promise can go on without time passing. */
export async function stillness(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets time pass, from timer to timer, until the work is done.
 *
 * @throws what the work throws, and an Error when it waits for something that no timer will bring
 */
export async function play<Result>(work: Promise<Result>): Promise<Result> {
	let over = false;
	const end = () => (over = true);
	work.then(end, end);
	for (;;) {
		await stillness();
		if (over) return await work;
		if (jest.getTimerCount() === 0)
			throw new Error('The work is stuck: there is no timer that could end it');
		jest.advanceTimersToNextTimer();
	}
}

/**
 * Lets the time pass until no timer is left, for example of requests that nobody waits for any
 * more.
 */
export async function playOut(): Promise<void> {
	await stillness();
	while (jest.getTimerCount() > 0) {
		jest.advanceTimersToNextTimer();
		await stillness();
	}
}

/** Resolves after so many simulated milliseconds. */
export async function after(milliseconds: number): Promise<void> {
	await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
}
