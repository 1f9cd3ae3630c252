import type { FaultInput } from '../../sandbox/client.mts';
import { everythingIn, type Engine, type RunResult } from '../engine/harness/index.mts';

/** Faults under which no operation succeeds. */
export const BROKEN_ANSWERS: Array<[name: string, fault: Omit<FaultInput, 'route'>]> = [
	['401', { status: 401 }],
	['an HTML page of a gateway', { status: 502, html: true }],
	['a reset before', { reset: 'before' }],
	['a reset after', { reset: 'after' }],
	['a redirect without a target', { status: 302, body: '' }],
];

/**
 * Nothing that n8n would store, show or log has a secret in it; `raw` is the whole run with all
 * errors and their causes.
 *
 * @param forms in which the secret could show up
 */
export function expectSilence({ logs }: Engine, forms: string[], results: RunResult[]): void {
	const everything = everythingIn([
		results.map(({ raw, error, hints, logs: own, items, errorItems }) => [
			raw,
			error,
			hints,
			own,
			items,
			errorItems,
		]),
		logs,
	]);
	// What is found nowhere says something only where there is something to search.
	expect(results).not.toEqual([]);
	for (const { error } of results)
		if (error) expect(everything).toContain(error.message.split('\n')[0]?.slice(0, 40));
	expect(everything).toContain('executionStatus');
	for (const form of forms) expect(everything.includes(form)).toBe(false);
}

const WAYS = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/**
 * Each call begins a round of runs and gives a function that names the way in which the next run
 * may fail. The ways follow one another, and each round begins with another one, so that over three
 * rounds every operation has failed in every way.
 */
export function useWaysToFail(): () => () => (typeof WAYS)[number] {
	let rounds = 0;
	return () => {
		let next = rounds++;
		return () => WAYS[next++ % WAYS.length] ?? 'stopWorkflow';
	};
}

/** Whether a run has failed, in whichever way. */
export const hasFailed = ({ status, items, errorItems }: RunResult): boolean =>
	status === 'error' || [...items, ...errorItems].some(({ json }) => json.error !== undefined);

/** Every run has failed, and nearly each by the answer to a request that had the secret with it. */
export function expectAllRefused(
	results: RunResult[],
	sent: ReadonlyArray<{ authenticated: boolean }>,
): void {
	expect(results.filter(hasFailed)).toHaveLength(results.length);
	expect(sent.length).toBeGreaterThanOrEqual(results.length - 1);
	expect(sent.filter(({ authenticated }) => !authenticated)).toEqual([]);
}
