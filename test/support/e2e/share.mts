import { startN8n, type TestN8nOptions } from '../n8n.mts';
import { startSandbox } from '../sandbox.mts';
import { running } from './running.mts';
import { FAILED, SHARED, type Shared } from './shared.mts';

/**
 * Starts a sandbox and each n8n for all tests of a project of Jest, which finds them with
 * `shared.mts`. When they do not start, those tests fail with the reason and all others run.
 */
export async function share(wanted: Record<string, TestN8nOptions>): Promise<void> {
	try {
		const sandbox = await startSandbox();
		running.push(sandbox);
		const n8n: Shared['n8n'] = {};
		const waiting = Object.entries(wanted);
		const startAll = async (): Promise<void> => {
			for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
				const [name, options] = next;
				const instance = await startN8n(options);
				running.push(instance);
				const { session } = await instance.connect();
				n8n[name] = { url: instance.url, login: session.login };
			}
		};
		// Two at a time: a start keeps one core busy.
		await Promise.all([startAll(), startAll()]);
		const shared: Shared = { sandboxUrl: sandbox.url, n8n };
		process.env[SHARED] = JSON.stringify(shared);
	} catch (error) {
		process.env[FAILED] = error instanceof Error ? error.message : String(error);
	}
}
