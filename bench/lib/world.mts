import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	sandboxClient,
	type JournalEntry,
	type SandboxClient,
	type ServiceName,
	type SettingsInput,
} from '../../sandbox/client.mts';
import { N8nClient } from '../../sandbox/n8n/client.mts';
import { owner } from '../../sandbox/n8n/demo.mts';
import { startN8n } from '../../sandbox/n8n/instance.mts';
import { startSandbox } from '../../test/support/sandbox.mts';
import { presentBuild } from './builds.mts';
import { services } from './services.mts';

/** A sandbox and a real n8n, both new, for one measurement. */
export type World = {
	sandbox: SandboxClient;
	n8n: N8nClient;
	/** n8n's process. */
	pid: number;
	/** Where n8n may read files. */
	filesFolder: string;
	/**
	 * Opens an account of Handwriting OCR of its own for each run, so that its journal is the run's.
	 */
	openAccount: (settings?: SettingsInput) => Promise<Account>;
	/** Opens an account of any service. */
	openAccountAt: (service: ServiceName) => Promise<Account>;
	stop: () => Promise<void>;
};

/** An account at the sandbox with its credential in n8n. */
export type Account = {
	service: ServiceName;
	token: string;
	/** The project that is worked in, where the service has projects. */
	projectId: string | undefined;
	/** Base URL of its API. */
	api: string;
	credential: { id: string; name: string };
	requests: () => Promise<JournalEntry[]>;
};

/**
 * Starts both. n8n keeps files in its store on disk (its own default); everything goes when the
 * world stops.
 * @param packagesDir the build that n8n gets, see `builds.mts`
 */
export async function startWorld(packagesDir = presentBuild()): Promise<World> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	const filesFolder = join(folder, 'files');
	const userFolder = join(folder, 'n8n');
	for (const path of [filesFolder, userFolder]) await mkdir(path);
	const sandbox = await startSandbox({ engine: 'fixed' });
	const instance = await startN8n({
		userFolder,
		packagesDir,
		binaryDataMode: 'filesystem',
		env: { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder, N8N_LOG_LEVEL: 'warn' },
		logFile: join(folder, 'n8n.log'),
	});
	const n8n = await N8nClient.connect(instance.url, owner);
	return {
		sandbox: sandbox.control,
		n8n,
		pid: instance.pid,
		filesFolder,
		openAccount: async (settings = {}) =>
			await openAccount(sandbox.url, n8n, 'handwritingOcr', settings),
		openAccountAt: async (service) => await openAccount(sandbox.url, n8n, service, {}),
		stop: async () => {
			await Promise.all([instance.stop(), sandbox.stop()]);
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/**
 * Credits for everything, and as many documents in process at once as there are: each is finished
 * `processingTime` after its upload.
 */
export async function openAccount(
	sandboxUrl: string,
	n8n: N8nClient,
	service: ServiceName,
	settings: object,
): Promise<Account> {
	const face = services[service];
	const sandbox = sandboxClient(sandboxUrl, service);
	const account = await sandbox.createAccount({
		balance: 1_000_000,
		settings: { ...face.settings, ...settings },
	});
	const { token, id } = account;
	const api = sandboxUrl + face.path;
	const credential = await n8n.createCredential({
		name: `Account ${id}`,
		type: face.credentialType,
		data: { [face.tokenField]: token, baseUrl: api, webhookSecret: '' },
	});
	return {
		service,
		token,
		projectId: 'projects' in account ? account.projects[0]?.id : undefined,
		api,
		credential: { id: credential.id, name: credential.name },
		requests: async () => await sandbox.requests(token),
	};
}
