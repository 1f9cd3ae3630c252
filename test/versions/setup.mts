import { share } from '../support/e2e/share.mts';
import { worlds } from './worlds.mts';

/** Starts the sandbox and every n8n for the tests of this folder. Jest calls it once. */
export default async function setup(): Promise<void> {
	await share(
		Object.fromEntries(
			worlds.map(({ name, major, binaryDataMode }) => [name, { major, binaryDataMode }]),
		),
	);
}
