import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runModule, startModule } from './node.mts';

const NAME = `test-${process.pid}`;
const FILE = join(root, '.cache', `${NAME}.lock`);

const takeAndTell = (who: string) => `
	import { alone } from './lock.mjs';
	import { setTimeout as sleep } from 'node:timers/promises';
	await alone('${NAME}', async () => {
		console.log(JSON.stringify(['${who}', Date.now()]));
		await sleep(300);
		console.log(JSON.stringify(['${who}', Date.now()]));
	}, (holder) => console.error('waits for', holder));
`;

afterEach(async () => await rm(FILE, { force: true }));

test('two processes do the same work one after the other', async () => {
	const runs = await Promise.all(
		['a', 'b', 'c'].map(async (who) => await runModule(takeAndTell(who))),
	);
	const events = runs
		.flatMap((output) => output.split('\n').map((line) => JSON.parse(line) as [string, number]))
		.sort(([, a], [, b]) => a - b)
		.map(([who]) => who);
	expect(events).toHaveLength(6);
	expect([events[0], events[2], events[4]]).toEqual([events[1], events[3], events[5]]);
	expect(existsSync(FILE)).toBe(false);
});

test('a lock that a dead process left does not hold', async () => {
	const dead = await runModule('console.log(process.pid)');
	await writeFile(FILE, dead);
	expect(await runModule(takeAndTell('a'))).toContain('"a"');
});

test('the lock is given back when the work fails', async () => {
	const failing = `import { alone } from './lock.mjs'; await alone('${NAME}', async () => { throw new Error('work went wrong'); });`;
	await expect(runModule(failing)).rejects.toThrow('work went wrong');
	expect(existsSync(FILE)).toBe(false);
});

test('a lock for the life of a process names who has it, and goes with it', async () => {
	const holding = startModule(
		`import { hold } from './lock.mjs'; console.log((await hold('${FILE}')) ?? 'ours'); setInterval(() => {}, 1000);`,
	);
	await once(holding.stdout, 'data');
	const ask = `import { hold } from './lock.mjs'; console.log((await hold('${FILE}')) ?? 'ours');`;
	expect(await runModule(ask)).toBe(String(holding.pid));
	holding.kill('SIGKILL');
	await once(holding, 'exit');
	expect(await runModule(ask)).toBe('ours');
	expect(existsSync(FILE)).toBe(false);
});
