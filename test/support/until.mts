import { setTimeout as sleep } from 'node:timers/promises';

/** Below the time limit of tests, so that one that waits in vain ends by itself. */
const PATIENCE_MS = 100_000;

/** What a look gives while there is nothing to see yet. */
type Nothing = false | null | undefined;

type Patience = {
	patienceMs?: number;
	/** What has come so far: whenever it changes, patience begins anew. */
	progress?: () => unknown;
};

/**
 * Looks again and again until there is something to see, and gives it. Keeps real time, whatever
 * clock the nodes are on.
 */
export async function until<Result>(
	look: () => Promise<Result | Nothing> | Result | Nothing,
	{ patienceMs = PATIENCE_MS, progress = () => undefined }: Patience = {},
): Promise<Result> {
	let since = performance.now();
	let last = progress();
	for (let pauseMs = 10; ; pauseMs = Math.min(2 * pauseMs, 200)) {
		const seen = await look();
		if (seen !== false && seen !== null && seen !== undefined) return seen;
		const now = progress();
		if (now !== last) [last, since] = [now, performance.now()];
		if (performance.now() - since > patienceMs)
			throw new Error(`What the test waits for did not come within ${patienceMs / 1_000} s`);
		await sleep(pauseMs);
	}
}

/**
 * Waits until a number has not changed for a while: what was on its way when something ended may
 * still arrive, but others must not follow for ever.
 *
 * @param quietMs longer than the pauses between what might follow
 */
export async function untilQuiet(count: () => Promise<number>, quietMs: number): Promise<void> {
	let last = await count();
	let since = performance.now();
	await until(async () => {
		const now = await count();
		if (now !== last) [last, since] = [now, performance.now()];
		return performance.now() - since >= quietMs;
	});
}
