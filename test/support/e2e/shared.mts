import { randomUUID } from 'node:crypto';
import {
	sandboxClient,
	type SandboxAccount,
	type SandboxClient,
	type Services,
} from '../../../sandbox/client.mts';
import {
	N8nClient,
	Session,
	type Login,
	type StoredCredential,
} from '../../../sandbox/n8n/client.mts';

/** The environment variable in which Jest's workers find the run's servers. */
export const SHARED = 'E2E_SERVERS';

/** The environment variable that says why there are none. */
export const FAILED = 'E2E_SERVERS_FAILED';

/** `n8n`: by the names that `sharedN8n` knows them by. */
export type Shared = { sandboxUrl: string; n8n: Record<string, { url: string; login: Login }> };

function shared(): Shared {
	const text = process.env[SHARED];
	if (text === undefined)
		throw new Error(process.env[FAILED] ?? 'tests that use the shared n8n stand in test/e2e');
	return JSON.parse(text) as Shared;
}

/** The run's real n8n, as its owner; by its name where there are several. */
export function sharedN8n(name = 'n8n'): N8nClient {
	const n8n = shared().n8n[name];
	if (n8n === undefined) throw new Error(`no n8n was started under the name "${name}"`);
	return new N8nClient(new Session(n8n.url, n8n.login));
}

/** The run's sandbox, with the engine `fixed`. */
export function sharedSandbox(): SandboxClient {
	return sandboxClient(shared().sandboxUrl);
}

/** A sandbox account of the test's own and a credential for it in n8n. */
export async function newCredential(
	n8n: N8nClient,
): Promise<{ account: SandboxAccount; credential: StoredCredential }> {
	const sandbox = sharedSandbox();
	const account = await sandbox.createAccount({ webhookSecret: randomUUID() });
	const credential = await n8n.createCredential({
		name: `Account ${account.id}`,
		type: 'handwritingOcrApi',
		data: {
			apiToken: account.token,
			baseUrl: `${sandbox.url}/v3`,
			webhookSecret: account.webhookSecret ?? '',
		},
	});
	return { account, credential };
}

/** The same for Natif.ai. */
export async function newNatifAiCredential(
	n8n: N8nClient,
): Promise<{ account: SandboxAccount<Services['natifAi']>; credential: StoredCredential }> {
	const sandbox = sharedSandbox();
	const account = await sandboxClient(sandbox.url, 'natifAi').createAccount();
	const credential = await n8n.createCredential({
		name: `Account ${account.id}`,
		type: 'natifAiApi',
		data: { apiKey: account.token, baseUrl: `${sandbox.url}/natif-ai` },
	});
	return { account, credential };
}

/** The same for Ocriva: an organization, and a credential with the key of its first project. */
export async function newOcrivaCredential(
	n8n: N8nClient,
): Promise<{ account: SandboxAccount<Services['ocriva']>; credential: StoredCredential }> {
	const sandbox = sharedSandbox();
	const account = await sandboxClient(sandbox.url, 'ocriva').createAccount({
		webhookSecret: randomUUID(),
	});
	const data = {
		apiKey: account.projects[0]?.token ?? '',
		baseUrl: `${sandbox.url}/ocriva/v1`,
		webhookSecret: account.webhookSecret ?? '',
	};
	const credential = await n8n.createCredential({
		name: `Account ${account.id}`,
		type: 'ocrivaApi',
		data,
	});
	return { account, credential };
}
