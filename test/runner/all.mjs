import { createInterface } from 'node:readline';
import { endChild, endChildren, startChild } from '../../sandbox/launch/children.mjs';
import { duration, note, say } from '../../sandbox/launch/console.mjs';
import { installProject } from '../../sandbox/launch/install.mjs';
import { n8nMajors, root } from '../../sandbox/launch/paths.mjs';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { installN8n } from '../../sandbox/n8n/install.mjs';
import { installChromium } from '../ui/chromium.mjs';
import { closingLine } from './totals.mjs';

/** @typedef {import('./totals.mjs').Totals} Totals */

/**
 * The commands and the time that each is allowed on two quiet cores, after the installs.
 * @type {Array<{ name: string, args: string[], minutes: number }>}
 */
const COMMANDS = [
	{ name: 'npm test', args: ['test/runner/main.mjs'], minutes: 12 },
	{ name: 'npm run test:versions', args: ['test/runner/main.mjs', 'versions'], minutes: 12 },
	{ name: 'npm run test:ui', args: ['test/runner/main.mjs', 'ui'], minutes: 8 },
	{ name: 'npm run test:queue', args: ['test/queue/run.mjs'], minutes: 12 },
];

/**
 * A command is ended when it takes so many times its budget: machines of one kind differ by a factor
 * of two from hour to hour, and what is right must not fail for that.
 */
const ENDED_AT = 3;

/** What all of it may take, with the installs: whoever waits for CI waits no longer. */
const ALL_MINUTES = 88;

/** The closing line of a command; see `closingLine`. */
const TOTALS = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;

/**
 * Runs every test command within its time and ends with one plain line that sums them up. A command
 * that takes longer is ended and counts as one failed test.
 */
export async function main() {
	onEnd(endChildren);
	const deadline = Date.now() + ALL_MINUTES * 60_000;
	/** @type {Totals} */
	let sum = { passed: 0, failed: 1, skipped: 0 };
	try {
		await installProject();
		for (const major of n8nMajors) await installN8n(major);
		// Where that fails, the command that needs it says why.
		await installChromium().catch(() => undefined);
		await buildPackages();
		const results = [];
		for (const command of COMMANDS) {
			const minutes = Math.min(ENDED_AT * command.minutes, (deadline - Date.now()) / 60_000);
			results.push({ ...command, ...(await runCommand(command, minutes)) });
		}
		sum = results.reduce((total, { totals }) => added(total, totals), {
			passed: 0,
			failed: 0,
			skipped: 0,
		});
		say();
		for (const { name, minutes, totals, seconds } of results) {
			const isOver = seconds > minutes * 60;
			const budget = `${isOver ? 'over its budget of' : 'of'} ${minutes} min`;
			note(name, `${duration(seconds)} ${budget}: ${closingLine(totals)}`);
		}
	} catch (error) {
		showFailure(error);
	}
	await endChildren();
	process.exitCode = sum.failed > 0 ? 1 : 0;
	say(`\n${closingLine(sum)}`);
}

/**
 * A command that did not come to its closing line, or not in time, counts as one failed test.
 * @param {{ name: string, args: string[] }} command
 * @param {number} minutes after which it is ended
 */
async function runCommand({ name, args }, minutes) {
	const startedAt = Date.now();
	const child = startChild(process.execPath, ['scripts/run.mjs', ...args], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const limit = setTimeout(() => {
		say(`\n${name} takes longer than ${duration(minutes * 60)} and is ended.`);
		void endChild(child);
	}, minutes * 60_000);
	let totals = { passed: 0, failed: 1, skipped: 0 };
	if (child.stdout) {
		for await (const line of createInterface({ input: child.stdout })) {
			say(line);
			const [, passed, failed, skipped = 0] = TOTALS.exec(line) ?? [];
			if (passed !== undefined)
				totals = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
		}
	}
	clearTimeout(limit);
	return { totals, seconds: (Date.now() - startedAt) / 1_000 };
}

/**
 * @param {Totals} one
 * @param {Totals} other
 * @returns {Totals}
 */
function added(one, other) {
	return {
		passed: one.passed + other.passed,
		failed: one.failed + other.failed,
		skipped: one.skipped + other.skipped,
	};
}
