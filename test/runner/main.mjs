import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installN8n } from '../../sandbox/n8n/install.mjs';
import { endChildren } from '../../sandbox/launch/children.mjs';
import { say } from '../../sandbox/launch/console.mjs';
import { installProject } from '../../sandbox/launch/install.mjs';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { cache, projectNode } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { installChromium } from '../ui/chromium.mjs';
import { CURRENT_NODE, readSelection, usage } from './selection.mjs';
import { closingLine, totalsOf } from './totals.mjs';
import { runTool } from './tool.mjs';

const RESULTS = join(cache, 'jest-results.json');

/**
 * Installs what is missing, builds, packs and tests. Ends with one plain line: `N passed, N
 * failed`.
 * @param {string[]} args
 */
export async function main(args) {
	if (args.includes('--help')) {
		say(usage);
		return;
	}
	onEnd(endChildren);
	let totals = { passed: 0, failed: 1, skipped: 0 };
	try {
		const selection = readSelection(args);
		await installProject();
		for (const major of selection.n8n) await installN8n(major);
		if (selection.jestArgs.includes('ui')) await installChromium();
		await buildPackages();
		const node = args.includes(CURRENT_NODE) ? process.execPath : projectNode;
		totals = await runJest(selection.jestArgs, node);
	} catch (error) {
		showFailure(error);
	}
	await endChildren();
	process.exitCode = totals.failed > 0 ? 1 : 0;
	say(`\n${closingLine(totals)}`);
}

/**
 * @param {string[]} args
 * @param {string} node the Node that Jest runs on
 */
async function runJest(args, node) {
	await mkdir(cache, { recursive: true });
	await rm(RESULTS, { force: true });
	const code = await runTool(
		'jest/bin/jest.js',
		['--json', `--outputFile=${RESULTS}`, ...args],
		node,
	);
	const text = await readFile(RESULTS, 'utf8').catch(() => '{}');
	return totalsOf(JSON.parse(text), code);
}
