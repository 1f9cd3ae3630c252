const real = { setTimeout: globalThis.setTimeout, now: Date.now };

/** The harness's own timer, which always keeps real time. */
export const realSetTimeout = real.setTimeout;

/**
 * Lets time pass faster for the nodes, so that waiting costs a test no time: timers end earlier and
 * `Date.now()` runs ahead accordingly. Servers keep real time, so do not use it where their times
 * are compared with the node's.
 *
 * @param speed 20 makes a second of 50 ms
 */
export async function withFastClock<Result>(
	speed: number,
	work: () => Promise<Result>,
): Promise<Result> {
	const start = real.now();
	const fastSetTimeout = (
		handler: (...args: unknown[]) => void,
		delay = 0,
		...args: unknown[]
	): NodeJS.Timeout => real.setTimeout(handler, delay / speed, ...args);
	Object.defineProperties(fastSetTimeout, Object.getOwnPropertyDescriptors(real.setTimeout));
	globalThis.setTimeout = fastSetTimeout as typeof setTimeout;
	Date.now = () => Math.floor(start + (real.now() - start) * speed);
	try {
		return await work();
	} finally {
		globalThis.setTimeout = real.setTimeout;
		Date.now = real.now;
	}
}
