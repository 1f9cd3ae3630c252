import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sandboxClient, SandboxError, type ServiceName } from '../client.mts';
import { newApiKey } from '../server/natifAi/keys.mts';
import { sanctumToken } from '../server/shared/identifiers.mts';

/** The demonstration account of a service; the same at every start. */
export type DemoAccount = { token: string; webhookSecret: string };

/** The services that have one, with how their tokens are made. */
const newTokens = { handwritingOcr: sanctumToken, natifAi: newApiKey } satisfies Partial<Record<ServiceName, () => string>>;

const services = ['handwritingOcr', 'natifAi'] as const satisfies Array<keyof typeof newTokens>;

/** The demonstration accounts, by service. */
export type DemoAccounts = Record<keyof typeof newTokens, DemoAccount>;

/** Opens the demonstration accounts in a running sandbox, or finds them there. They are kept in `file`. */
export async function openAccounts(sandboxUrl: string, file: string): Promise<DemoAccounts> {
	const accounts = await readAccounts(file);
	for (const service of services) await open(sandboxUrl, service, accounts[service]);
	return accounts;
}

async function open(sandboxUrl: string, service: ServiceName, account: DemoAccount): Promise<void> {
	try {
		await sandboxClient(sandboxUrl, service).createAccount({ ...account, balance: 1000 });
	} catch (error) {
		if (!(error instanceof SandboxError) || error.status !== 409) throw error;
	}
}

/** What the file holds, completed by what it lacks; it may be from a time when there was one service. */
async function readAccounts(file: string): Promise<DemoAccounts> {
	const text = await readFile(file, 'utf8').catch(() => '{}');
	const stored = JSON.parse(text) as Partial<DemoAccounts & DemoAccount>;
	const { token, webhookSecret } = stored;
	const first = token !== undefined && webhookSecret !== undefined ? { token, webhookSecret } : undefined;
	const accounts: DemoAccounts = {
		handwritingOcr: stored.handwritingOcr ?? first ?? newAccount('handwritingOcr'),
		natifAi: stored.natifAi ?? newAccount('natifAi'),
	};
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, JSON.stringify(accounts), { mode: 0o600 });
	return accounts;
}

function newAccount(service: keyof DemoAccounts): DemoAccount {
	return { token: newTokens[service](), webhookSecret: randomBytes(24).toString('base64url') };
}
