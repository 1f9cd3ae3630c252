import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installN8n } from '../../sandbox/n8n/install.mjs';
import { endChildren } from '../../sandbox/launch/children.mjs';
import { say } from '../../sandbox/launch/console.mjs';
import { installProject } from '../../sandbox/launch/install.mjs';
import { buildPackage } from '../../sandbox/launch/package.mjs';
import { cache } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { runChecks } from './checks.mjs';
import { readSelection, usage } from './selection.mjs';
import { runTool } from './tools.mjs';

const RESULTS = join(cache, 'jest-results.json');

/**
 * Installs what is missing, builds and packs, checks and tests. Ends with one plain line: `N passed, N failed`.
 * @param {string[]} args
 */
export async function main(args) {
	if (args.includes('--help')) {
		say(usage);
		return;
	}
	onEnd(endChildren);
	const totals = { passed: 0, failed: 0, skipped: 0 };
	const add = (/** @type {Partial<typeof totals>} */ counts) => {
		for (const [name, count] of Object.entries(counts)) totals[name] += count;
	};
	try {
		const selection = readSelection(args);
		await installProject();
		if (selection.needsN8n) await installN8n();
		await buildPackage();
		if (selection.all) add(await runChecks());
		add(await runJest(selection.jestArgs));
	} catch (error) {
		showFailure(error);
		totals.failed += 1;
	}
	await endChildren();
	const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
	process.exitCode = totals.failed > 0 ? 1 : 0;
	say(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
}

/**
 * A suite that did not run counts as one failed test, and so does a run that Jest itself broke off or that found no test.
 * @param {string[]} args
 */
async function runJest(args) {
	await mkdir(cache, { recursive: true });
	await rm(RESULTS, { force: true });
	const code = await runTool('jest/bin/jest.js', ['--json', `--outputFile=${RESULTS}`, ...args]);
	const text = await readFile(RESULTS, 'utf8').catch(() => '{}');
	const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, numRuntimeErrorTestSuites = 0 } = JSON.parse(text);
	const failed = numFailedTests + numRuntimeErrorTestSuites;
	return {
		passed: numPassedTests,
		failed: failed === 0 && (code !== 0 || numPassedTests === 0) ? 1 : failed,
		skipped: numPendingTests + numTodoTests,
	};
}
