import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endChildren, startChild } from '../../sandbox/launch/children.mjs';
import { say } from '../../sandbox/launch/console.mjs';
import { installProject } from '../../sandbox/launch/install.mjs';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { installN8n } from '../../sandbox/n8n/install.mjs';
import { closingLine, totalsOf } from '../runner/totals.mjs';
import { installPrograms } from './programs.mjs';

const FILES = ['queue.mts', 'killedMain.mts'].map((name) => join(root, 'test', 'queue', name));

/** What Node's test runner says at its end. */
const COUNT = /^ℹ (pass|fail|cancelled|skipped) (\d+)$/;

/**
 * What `npm run test:queue` runs, on any Node from 20 on. It ends with one plain line, `N passed, N
 * failed`, and is a failure where Redis or PostgreSQL cannot be installed.
 */
export async function main() {
	onEnd(endChildren);
	let totals = { passed: 0, failed: 1, skipped: 0 };
	try {
		await installPrograms();
		await installProject();
		await installN8n();
		await buildPackages();
		totals = await runTests();
	} catch (error) {
		showFailure(error);
	}
	await endChildren();
	process.exitCode = totals.failed > 0 ? 1 : 0;
	say(`\n${closingLine(totals)}`);
}

async function runTests() {
	const tests = startChild(
		projectNode,
		['--test', '--test-concurrency=1', '--test-reporter=spec', ...FILES],
		{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const ended = once(tests, 'exit');
	const counts = { pass: 0, fail: 0, cancelled: 0, skipped: 0 };
	if (tests.stdout) {
		for await (const line of createInterface({ input: tests.stdout })) {
			say(line);
			const [, name, count] = COUNT.exec(line) ?? [];
			if (name !== undefined) counts[name] = Number(count);
		}
	}
	const [code] = await ended;
	const results = {
		numPassedTests: counts.pass,
		numFailedTests: counts.fail + counts.cancelled,
		numPendingTests: counts.skipped,
	};
	return totalsOf(results, code ?? 1);
}
