import { setTimeout as wait } from 'node:timers/promises';

/**
 * A clock that can be put forward, so that hours pass within a test. All times are milliseconds
 * since 1970.
 */
export type Clock = { offset: number };

/**
 * A request with this header sets the account's clock to the moment in it: the sender lets time
 * pass in a way of its own, and the service goes along.
 */
export const CLOCK_HEADER = 'x-sandbox-clock';

/** What the clock shows now. */
export function now(clock: Clock): number {
	return Date.now() + clock.offset;
}

/** Waits `milliseconds` of real time; ends early, without an error, when the signal fires. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (milliseconds <= 0) return;
	try {
		await wait(milliseconds, undefined, { signal });
	} catch (error) {
		if (!signal?.aborted) throw error;
	}
}
