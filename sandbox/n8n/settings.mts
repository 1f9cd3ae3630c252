import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { n8nDirs, root, type N8nMajor } from '../launch/paths.mjs';

/** n8n's parts that only make calls to the outside or have nothing to do here. */
const MODULES_OFF = ['mcp-registry', 'instance-reporting', 'instance-ai'];

/** Those of them that an n8n has: it does not start when it is told of others. */
function modulesOff(major: N8nMajor): string[] {
	const modules = readdirSync(join(n8nDirs[major], 'node_modules', 'n8n', 'dist', 'modules'));
	return MODULES_OFF.filter((name) => modules.includes(name) || modules.includes(`${name}.ee`));
}

/** Where n8n's binary data lives: `filesystem` is its default, `default` is memory. */
export type BinaryDataMode = 'default' | 'filesystem' | 'database';

/**
 * The environment for a quiet, local n8n: listens on 127.0.0.1, asks nobody outside, loads packages
 * that are not verified, and lets the node "Read/Write Files" read the project's samples.
 */
export function n8nEnvironment(options: {
	/** Left out: the newest of the pinned versions. */
	major?: N8nMajor | undefined;
	port: number;
	brokerPort: number;
	userFolder: string;
	binaryDataMode?: BinaryDataMode | undefined;
}): NodeJS.ProcessEnv {
	return {
		// a start from within Jest would hand on `test`, in which n8n refuses to load nodes
		NODE_ENV: 'production',
		N8N_USER_FOLDER: options.userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(options.port),
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${options.port}`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${options.port}/`,
		N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		N8N_PYTHON_ENABLED: 'false',
		N8N_LOG_LEVEL: 'info',
		// n8n 1 has no pool unless it is told to, and then says that an execution has ended before its
		// data is there; this is what n8n 2 has.
		DB_SQLITE_POOL_SIZE: '3',

		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DISABLED_MODULES: modulesOff(options.major ?? 2).join(','),

		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_REINSTALL_MISSING_PACKAGES: 'false',

		N8N_SSRF_PROTECTION_ENABLED: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: join(root, 'sandbox', 'samples'),
		...(options.binaryDataMode === undefined
			? {}
			: { N8N_DEFAULT_BINARY_DATA_MODE: options.binaryDataMode }),
	};
}
