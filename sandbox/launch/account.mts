import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sandboxClient, SandboxError } from '../client.mts';
import { sanctumToken } from '../server/shared/identifiers.mts';
import { cache } from './paths.mjs';

const FILE = join(cache, 'start', 'account.json');

/** The demonstration account; the same at every start. */
export type DemoAccount = { token: string; webhookSecret: string };

/** Opens the demonstration account in a running sandbox, or finds it there. */
export async function openAccount(sandboxUrl: string): Promise<DemoAccount> {
	const account = await readAccount();
	const sandbox = sandboxClient(sandboxUrl);
	try {
		await sandbox.createAccount({ ...account, balance: 1000 });
	} catch (error) {
		if (!(error instanceof SandboxError) || error.status !== 409) throw error;
	}
	return account;
}

async function readAccount(): Promise<DemoAccount> {
	const stored = await readFile(FILE, 'utf8').catch(() => undefined);
	if (stored !== undefined) return JSON.parse(stored) as DemoAccount;
	const account = { token: sanctumToken(), webhookSecret: randomBytes(24).toString('base64url') };
	await mkdir(dirname(FILE), { recursive: true });
	await writeFile(FILE, JSON.stringify(account), { mode: 0o600 });
	return account;
}
