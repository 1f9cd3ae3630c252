import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runModule } from './node.mts';

async function closing(results: object, code: number): Promise<string> {
	return await runModule(`
		import { closingLine, totalsOf } from '../../test/runner/totals.mjs';
		console.log(closingLine(totalsOf(${JSON.stringify(results)}, ${code})));
	`);
}

async function select(...args: string[]): Promise<{ jestArgs: string[]; n8n: number[] }> {
	const output = await runModule(`
		import { readSelection } from '../../test/runner/selection.mjs';
		console.log(JSON.stringify(readSelection(${JSON.stringify(args)})));
	`);
	return JSON.parse(output);
}

describe('the closing line of npm test', () => {
	test('counts what passed and failed', async () => {
		expect(await closing({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1 }, 1)).toBe(
			'5 passed, 2 failed, 1 skipped',
		);
		expect(await closing({ numPassedTests: 5 }, 0)).toBe('5 passed, 0 failed');
	});

	test('counts a suite that did not run as failed', async () => {
		expect(await closing({ numPassedTests: 5, numRuntimeErrorTestSuites: 1 }, 1)).toBe(
			'5 passed, 1 failed',
		);
	});

	test('is a failure when Jest ended badly or ran nothing', async () => {
		expect(await closing({}, 1)).toBe('0 passed, 1 failed');
		expect(await closing({ numPassedTests: 5 }, 1)).toBe('5 passed, 1 failed');
		expect(await closing({}, 0)).toBe('0 passed, 1 failed');
	});
});

describe('the words after npm test --', () => {
	const PROJECTS = ['--selectProjects', 'unit', 'e2e'];

	test('without one, everything runs, in the newest n8n too', async () => {
		expect(await select()).toEqual({ jestArgs: PROJECTS, n8n: [2] });
	});

	test('versions means what runs in each n8n, and further words choose among it', async () => {
		expect(await select('versions', 'tools', '-t', 'two')).toEqual({
			jestArgs: ['tools', '--selectProjects', 'versions', '-t', 'two'],
			n8n: [1, 2],
		});
	});

	test('ui means the editor in a browser', async () => {
		expect(await select('ui', 'outputs')).toEqual({
			jestArgs: ['outputs', '--selectProjects', 'ui'],
			n8n: [2],
		});
	});

	test('--current-node is for the runner, not for Jest', async () => {
		expect(await select('engine', '--current-node', '-t', 'two')).toEqual({
			jestArgs: ['/test/engine/', ...PROJECTS, '-t', 'two'],
			n8n: [],
		});
	});

	test('the name of a folder means that folder', async () => {
		expect(await select('engine')).toEqual({ jestArgs: ['/test/engine/', ...PROJECTS], n8n: [] });
		expect(await select('e2e')).toEqual({ jestArgs: ['/test/e2e/', ...PROJECTS], n8n: [2] });
	});

	test('quick means the units and one engine test for each operation', async () => {
		const { jestArgs, n8n } = await select('quick');
		expect(n8n).toEqual([]);
		expect(jestArgs[0]).toBe('/test/unit/');
		const engine = jestArgs.filter((pattern) => pattern.startsWith('/test/engine/'));
		const files = readdirSync(join(import.meta.dirname, '..', 'engine'), {
			recursive: true,
			encoding: 'utf8',
		}).map((file) => `/test/engine/${file}`);
		for (const pattern of engine)
			expect(files.filter((file) => new RegExp(pattern).test(file))).not.toEqual([]);
	});

	test('unit means what needs no n8n', async () => {
		const { jestArgs, n8n } = await select('unit');
		expect(n8n).toEqual([]);
		const pattern = new RegExp(jestArgs[0] ?? '');
		expect(pattern.test('/x/test/launch/lock.test.mts')).toBe(true);
		expect(pattern.test('/x/test/engine/a.test.mts')).toBe(false);
	});

	test('other words are patterns, and options go on to Jest', async () => {
		expect(await select('launch/lock', '-t', 'two')).toEqual({
			jestArgs: ['launch/lock', ...PROJECTS, '-t', 'two'],
			n8n: [],
		});
	});
});
