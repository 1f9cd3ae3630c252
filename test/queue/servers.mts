import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endChild, startChild } from '../../sandbox/launch/children.mjs';
import { Failure } from '../../sandbox/launch/failure.mjs';
import { freePort } from '../../sandbox/launch/port.mjs';
import { findPrograms } from './programs.mjs';

const run = promisify(execFile);

/**
 * A server of this test's own on 127.0.0.1, which keeps its files in the test's folder and ends
 * with this process.
 */
export type Server = { port: number; stop: () => Promise<void> };

/** Redis without anything on disk. */
export async function startRedis(folder: string): Promise<Server> {
	const port = await freePort();
	return await start(
		'redis-server',
		port,
		[
			'--port',
			String(port),
			'--bind',
			'127.0.0.1',
			'--save',
			'',
			'--appendonly',
			'no',
			'--dir',
			folder,
		],
		folder,
	);
}

/** PostgreSQL with an empty database "postgres" of the user "n8n", who needs no password. */
export async function startPostgres(folder: string): Promise<Server> {
	const port = await freePort();
	const data = join(folder, 'postgres');
	const user = await unprivileged();
	await mkdir(data);
	if (user) await chown(data, user.uid, user.gid);
	await run(
		findPrograms().initdb ?? '',
		['--pgdata', data, '--username', 'n8n', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
		{ ...user, cwd: data },
	);
	// Nothing here has to survive a power cut.
	return await start(
		'postgres',
		port,
		['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data, '-c', 'fsync=off'],
		folder,
		{ ...user, cwd: data },
	);
}

/** PostgreSQL refuses to run as root; its package comes with a user for it. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
	return { uid: await idOf('-u'), gid: await idOf('-g') };
}

async function start(
	program: string,
	port: number,
	args: string[],
	folder: string,
	more: { uid?: number; gid?: number; cwd?: string } = {},
): Promise<Server> {
	const child = startChild(findPrograms()[program] ?? '', args, {
		...more,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const log = createWriteStream(join(folder, `${program}.log`));
	child.stdout?.pipe(log, { end: false });
	child.stderr?.pipe(log, { end: false });
	while (!(await listens(port))) {
		if (child.exitCode !== null) throw new Failure(`${program} ended with code ${child.exitCode}`);
		await sleep(50);
	}
	return { port, stop: async () => await endChild(child) };
}

async function listens(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const answer = (open: boolean) => () => {
			socket.destroy();
			resolve(open);
		};
		socket.once('connect', answer(true)).once('error', answer(false));
	});
}
