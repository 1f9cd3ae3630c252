import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sandboxClient, SandboxError, type ServiceName } from '../client.mts';
import { newApiKey } from '../server/natifAi/keys.mts';
import { newKey } from '../server/ocriva/organizations.mts';
import { sanctumToken } from '../server/shared/identifiers.mts';

/** The demonstration account of a service; the same at every start. */
export type DemoAccount = { token: string; webhookSecret: string };

/** The services that have one, with how their tokens are made. */
const newTokens = {
	handwritingOcr: sanctumToken,
	natifAi: newApiKey,
	ocriva: newKey,
} satisfies Partial<Record<ServiceName, () => string>>;

const services = ['handwritingOcr', 'natifAi', 'ocriva'] as const satisfies Array<
	keyof typeof newTokens
>;

type StoredAccounts = Record<keyof typeof newTokens, DemoAccount>;

/**
 * The demonstration accounts, by service; that of Ocriva with its first project, whose key needs no
 * project to be named.
 */
export type DemoAccounts = StoredAccounts & { ocriva: { projectId: string; projectKey: string } };

/**
 * Opens the demonstration accounts in a running sandbox, or finds them there. They are kept in
 * `file`.
 */
export async function openAccounts(sandboxUrl: string, file: string): Promise<DemoAccounts> {
	const accounts = await readAccounts(file);
	for (const service of services) await open(sandboxUrl, service, accounts[service]);
	const { projects } = await sandboxClient(sandboxUrl, 'ocriva').updateAccount(
		accounts.ocriva.token,
		{},
	);
	const [project] = projects;
	if (!project) throw new Error('the account of Ocriva has no project');
	return {
		...accounts,
		ocriva: { ...accounts.ocriva, projectId: project.id, projectKey: project.token },
	};
}

async function open(sandboxUrl: string, service: ServiceName, account: DemoAccount): Promise<void> {
	try {
		await sandboxClient(sandboxUrl, service).createAccount({ ...account, balance: 1000 });
	} catch (error) {
		if (!(error instanceof SandboxError) || error.status !== 409) throw error;
	}
}

/**
 * What the file holds, completed by what it lacks; it may be from a time when there was one
 * service.
 */
async function readAccounts(file: string): Promise<StoredAccounts> {
	const text = await readFile(file, 'utf8').catch(() => '{}');
	const stored = JSON.parse(text) as Partial<StoredAccounts & DemoAccount>;
	const { token, webhookSecret } = stored;
	const first =
		token !== undefined && webhookSecret !== undefined ? { token, webhookSecret } : undefined;
	const accounts: StoredAccounts = {
		handwritingOcr: stored.handwritingOcr ?? first ?? newAccount('handwritingOcr'),
		natifAi: stored.natifAi ?? newAccount('natifAi'),
		ocriva: stored.ocriva ?? newAccount('ocriva'),
	};
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, JSON.stringify(accounts), { mode: 0o600 });
	return accounts;
}

function newAccount(service: keyof StoredAccounts): DemoAccount {
	return { token: newTokens[service](), webhookSecret: randomBytes(24).toString('base64url') };
}
