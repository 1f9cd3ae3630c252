import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SettingsInput } from '../../sandbox/client.mts';
import type { Photos } from './files.mts';
import type { Account, World } from './world.mts';

/** The node's default concurrency. */
const POOL = 5;

/**
 * The shortest time that a run can take which sends five files at a time: a plain script makes the
 * uploads, and the time ends when the sandbox has the last result, by its own record. Nothing is
 * asked for and no result is fetched. Milliseconds.
 */
export async function idealWall(
	{ openAccount, sandbox }: World,
	{ paths }: Photos,
	settings: SettingsInput,
): Promise<number> {
	const account = await openAccount(settings);
	const queue = paths.values();
	const start = Date.now();
	const uploader = async (): Promise<void> => {
		for (const path of queue) await upload(account, path);
	};
	await Promise.all(Array.from({ length: POOL }, uploader));
	for (;;) {
		const documents = await sandbox.documents(account.token);
		if (documents.every(({ status }) => status === 'processed'))
			return Math.max(...documents.map(({ updatedAt }) => updatedAt)) - start;
		await sleep(500);
	}
}

async function upload({ api, token }: Account, path: string): Promise<void> {
	const form = new FormData();
	form.append('action', 'transcribe');
	form.append(
		'file',
		new File([new Uint8Array(await readFile(path))], basename(path), { type: 'image/jpeg' }),
	);
	const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
	const answer = await fetch(`${api}/documents`, { method: 'POST', headers, body: form });
	if (answer.status !== 201)
		throw new Error(
			`an upload of the plain script was answered ${answer.status}: ${await answer.text()}`,
		);
	await answer.arrayBuffer();
}
