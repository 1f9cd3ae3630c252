import { startN8n } from '../n8n.mts';
import { startSandbox } from '../sandbox.mts';
import { running } from './running.mts';
import { FAILED, SHARED, type Shared } from './shared.mts';

/**
 * Starts the n8n and the sandbox that all tests in `test/e2e` use. Jest calls it once, when one of
 * them is to run. When they do not start, those tests fail with the reason and all others run.
 */
export default async function setup(): Promise<void> {
	try {
		process.env[SHARED] = JSON.stringify(await start());
	} catch (error) {
		process.env[FAILED] = error instanceof Error ? error.message : String(error);
	}
}

async function start(): Promise<Shared> {
	const sandbox = await startSandbox();
	running.push(sandbox);
	const n8n = await startN8n();
	running.push(n8n);
	const client = await n8n.connect();
	return { url: n8n.url, login: client.session.login, sandboxUrl: sandbox.url };
}
