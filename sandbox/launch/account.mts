import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sandboxClient, SandboxError } from '../client.mts';
import { sanctumToken } from '../server/shared/identifiers.mts';

/** The demonstration account; the same at every start. */
export type DemoAccount = { token: string; webhookSecret: string };

/** Opens the demonstration account in a running sandbox, or finds it there. It is kept in `file`. */
export async function openAccount(sandboxUrl: string, file: string): Promise<DemoAccount> {
	const account = await readAccount(file);
	const sandbox = sandboxClient(sandboxUrl);
	try {
		await sandbox.createAccount({ ...account, balance: 1000 });
	} catch (error) {
		if (!(error instanceof SandboxError) || error.status !== 409) throw error;
	}
	return account;
}

async function readAccount(file: string): Promise<DemoAccount> {
	const stored = await readFile(file, 'utf8').catch(() => undefined);
	if (stored !== undefined) return JSON.parse(stored) as DemoAccount;
	const account = { token: sanctumToken(), webhookSecret: randomBytes(24).toString('base64url') };
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, JSON.stringify(account), { mode: 0o600 });
	return account;
}
