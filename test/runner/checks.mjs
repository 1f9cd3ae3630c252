import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { duration, say, step } from '../../sandbox/launch/console.mjs';
import { root } from '../../sandbox/launch/paths.mjs';
import { captureTool } from './tools.mjs';

/** The checks that are no tests of Jest's; each counts as one test. */
const CHECKS = [
	...['tsconfig.dev.json', 'tsconfig.unit.json'].map((config) => ({
		title: 'Types',
		subject: config,
		needs: config,
		script: 'typescript/bin/tsc',
		args: ['--noEmit', '-p', config],
	})),
	{ title: 'Lint', subject: "n8n's rules", needs: 'eslint.config.mjs', script: '@n8n/node-cli/bin/n8n-node.mjs', args: ['lint'] },
	{
		title: 'Lint',
		subject: 'house rules',
		needs: 'eslint.house.config.mjs',
		script: 'eslint/bin/eslint.js',
		args: ['--config', 'eslint.house.config.mjs', '--max-warnings', '0', '.'],
	},
];

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks() {
	let failed = 0;
	const checks = CHECKS.filter(({ needs }) => existsSync(join(root, needs)));
	for (const { title, subject, script, args } of checks) {
		try {
			await step(title, async () => await check(script, args), (_, seconds) => `${subject}, ${duration(seconds)}`);
		} catch (error) {
			failed += 1;
			say(`\n${error.message}\n`);
		}
	}
	return { passed: checks.length - failed, failed };
}

/**
 * @param {string} script
 * @param {string[]} args
 */
async function check(script, args) {
	const { code, output } = await captureTool(script, args);
	if (code !== 0) throw new Error(output.trim() || `ended with code ${code}`);
}
