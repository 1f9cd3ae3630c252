import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxClient, type NewAccount } from '../../sandbox/client.mts';
import type { N8nClient, StoredCredential } from '../../sandbox/n8n/client.mts';
import { startN8n } from '../support/n8n.mts';
import { startSandbox } from '../support/sandbox.mts';
import { PAGES } from '../support/strangers.mts';

/**
 * A real n8n with the package, and a sandbox that reads with the real OCR engine; both on ports and
 * in folders of their own.
 */
export type World = {
	n8n: N8nClient;
	url: string;
	sandboxUrl: string;
	/** An account with 200 page credits. */
	credential: StoredCredential;
	/** An account without any. */
	emptyCredential: StoredCredential;
	/** An account whose documents are never finished. */
	slowCredential: StoredCredential;
	/** An account whose lists a firewall stops, and whose top-ups get lost on their way. */
	blockedCredential: StoredCredential;
	/** A token of no account. */
	mistypedCredential: StoredCredential;
	natifAi: StoredCredential;
	ocriva: StoredCredential;
	stop: () => Promise<void>;
};

/** A credential in n8n for a new account of Handwriting OCR in the sandbox. */
export async function newCredential(
	{ n8n, sandboxUrl }: Pick<World, 'n8n' | 'sandboxUrl'>,
	name: string,
	account: NewAccount = {},
): Promise<StoredCredential> {
	const { token, webhookSecret } = await sandboxClient(sandboxUrl).createAccount(account);
	const data = {
		apiToken: token,
		baseUrl: `${sandboxUrl}/v3`,
		webhookSecret: webhookSecret ?? '',
	};
	return await n8n.createCredential({ name, type: 'handwritingOcrApi', data });
}

export async function startWorld(): Promise<World> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-ui-'));
	const sandbox = await startSandbox({ engine: 'tesseract' });
	const instance = await startN8n({ userFolder });
	const n8n = await instance.connect();
	const store = async (name: string, balance: number) =>
		await newCredential({ n8n, sandboxUrl: sandbox.url }, name, {
			balance,
			webhookSecret: 'a secret of the sandbox',
		});
	const blocked = async () => {
		const { token } = await sandbox.createAccount({ balance: 10 });
		const list = { token, route: 'list', status: 403, html: PAGES['a firewall'], times: null };
		await sandbox.control.addFault(list);
		await sandbox.control.addFault({ token, route: 'topUp', reset: 'before', times: null });
		const data = { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: '' };
		const name = 'Account behind a firewall';
		return await n8n.createCredential({ name, type: 'handwritingOcrApi', data });
	};
	const natifAi = async () => {
		const { token } = await sandbox.of('natifAi').createAccount({ balance: 1000 });
		return await n8n.createCredential({
			name: 'Natif.ai sandbox',
			type: 'natifAiApi',
			data: { apiKey: token, baseUrl: `${sandbox.url}/natif-ai` },
		});
	};
	const ocriva = async () => {
		const { projects } = await sandbox.of('ocriva').createAccount({ balance: 1000 });
		const data = {
			apiKey: projects[0]?.token ?? '',
			baseUrl: `${sandbox.url}/ocriva/v1`,
			webhookSecret: '',
		};
		return await n8n.createCredential({ name: 'Ocriva sandbox', type: 'ocrivaApi', data });
	};
	return {
		n8n,
		url: instance.url,
		sandboxUrl: sandbox.url,
		emptyCredential: await store('Used-up account', 0),
		slowCredential: await newCredential({ n8n, sandboxUrl: sandbox.url }, 'Slow account', {
			settings: { processing: 'manual' },
		}),
		blockedCredential: await blocked(),
		mistypedCredential: await n8n.createCredential({
			name: 'Mistyped token',
			type: 'handwritingOcrApi',
			data: { apiToken: 'mistyped', baseUrl: `${sandbox.url}/v3`, webhookSecret: '' },
		}),
		// The newest one of its type is what n8n chooses in a new node.
		credential: await store('Handwriting OCR sandbox', 200),
		natifAi: await natifAi(),
		ocriva: await ocriva(),
		stop: async () => {
			await Promise.all([instance.stop(), sandbox.stop()]);
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}
