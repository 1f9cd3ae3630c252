import { share } from './share.mts';

/**
 * Starts the n8n and the sandbox that all tests in `test/e2e` use. Jest calls it once, when one of
 * them is to run.
 */
export default async function setup(): Promise<void> {
	await share({ n8n: {} });
}
