import { setTimeout as wait } from 'node:timers/promises';

/**
 * A clock that can be put forward, so that hours pass within a test. All times are milliseconds
 * since 1970.
 */
export type Clock = { offset: number };

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
