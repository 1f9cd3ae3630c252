import type { RunResult } from '../engine/harness/index.mts';

/**
 * A secret that is found nowhere says something only where there is something to search: what the
 * runs were given, said and ended with.
 */
export function expectRuns(everything: string, results: RunResult[]): void {
	expect(results).not.toEqual([]);
	for (const { error } of results)
		if (error) expect(everything).toContain(error.message.split('\n')[0]?.slice(0, 40));
	expect(everything).toContain('executionStatus');
}
