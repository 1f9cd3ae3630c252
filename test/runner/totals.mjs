/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/**
 * What a run of Jest amounts to. A suite that did not run counts as one failed test, and so does a
 * run that Jest broke off or that found no test.
 * @param {Record<string, unknown>} results as Jest wrote them; empty when it wrote none
 * @param {number} code Jest's exit code
 * @returns {Totals}
 */
export function totalsOf(results, code) {
	const {
		numPassedTests = 0,
		numFailedTests = 0,
		numPendingTests = 0,
		numTodoTests = 0,
		numRuntimeErrorTestSuites = 0,
	} = results;
	const failed = numFailedTests + numRuntimeErrorTestSuites;
	return {
		passed: numPassedTests,
		failed: failed === 0 && (code !== 0 || numPassedTests === 0) ? 1 : failed,
		skipped: numPendingTests + numTodoTests,
	};
}

/**
 * The plain line at the end of a run.
 * @param {Totals} totals
 */
export function closingLine({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
