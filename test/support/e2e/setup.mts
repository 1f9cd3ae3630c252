import { startN8n } from '../n8n.mts';
import { startSandbox } from '../sandbox.mts';
import { running } from './running.mts';
import { SHARED, type Shared } from './shared.mts';

/** Starts the n8n and the sandbox that all tests in `test/e2e` use. Jest calls it once, when one of them is to run. */
export default async function setup(): Promise<void> {
	const sandbox = await startSandbox();
	const n8n = await startN8n().catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
	running.push(n8n, sandbox);
	const client = await n8n.connect();
	const shared: Shared = { url: n8n.url, login: client.session.login, sandboxUrl: sandbox.url };
	process.env[SHARED] = JSON.stringify(shared);
}
