import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startModule } from './node.mts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'family-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

/** A process with a server that has a child of its own; prints the pids of both. */
const FAMILY = `
	import { writeFile } from 'node:fs/promises';
	import { join } from 'node:path';
	import { startServer } from './server.mts';
	import { endChildren } from './children.mjs';
	import { onEnd } from './signals.mjs';
	onEnd(endChildren);
	const file = join(process.env.FAMILY_FOLDER, String(process.pid));
	const script = file + '.mjs';
	await writeFile(script, \`
		import { spawn } from 'node:child_process';
		const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
		setInterval(() => {}, 1000);
		console.log(child.pid);
	\`);
	const server = await startServer({ name: 'family', script, args: [], logFile: file + '.log' });
	server.child.stdout.once('data', (data) => console.log(JSON.stringify([server.child.pid, Number(String(data))])));
`;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function untilDead(pids: number[]): Promise<void> {
	while (pids.some(isAlive)) await sleep(50);
}

async function startFamily(
	more = '',
): Promise<{ parent: ReturnType<typeof startModule>; pids: number[] }> {
	const parent = startModule(FAMILY + more, { FAMILY_FOLDER: folder });
	const [line] = await once(createInterface({ input: parent.stdout }), 'line');
	return { parent, pids: JSON.parse(String(line)) as number[] };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'%s ends a server and what it started',
	async (signal) => {
		const { parent, pids } = await startFamily();
		expect(pids.every(isAlive)).toBe(true);
		parent.kill(signal);
		const [code] = await once(parent, 'exit');
		expect(code).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
		await untilDead(pids);
	},
);

test('an exception in the parent ends them', async () => {
	const { parent, pids } = await startFamily(
		'process.stdin.once("data", () => { throw new Error("a bug"); });',
	);
	parent.stdin.write('now\n');
	const [code] = await once(parent, 'exit');
	expect(code).toBe(1);
	await untilDead(pids);
});

test('a server ends when its parent is killed', async () => {
	const { parent, pids } = await startFamily();
	parent.kill('SIGKILL');
	await once(parent, 'exit');
	await untilDead(pids.slice(0, 1));
	// what it started itself is its own business: n8n's runner ends with n8n
	for (const pid of pids.slice(1)) process.kill(pid, 'SIGKILL');
});
