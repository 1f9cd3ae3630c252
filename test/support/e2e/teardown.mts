import { running } from './running.mts';

/** Ends what `setup` started. */
export default async function teardown(): Promise<void> {
	await Promise.all(running.splice(0).map(async ({ stop }) => await stop()));
}
