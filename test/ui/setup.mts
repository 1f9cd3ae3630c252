import { running } from '../support/e2e/running.mts';
import { shareWorld } from './shared.mts';
import { startWorld } from './world.mts';

/** Starts the n8n and the sandbox for the tests of this folder. Jest calls it once. */
export default async function setup(): Promise<void> {
	await shareWorld(async () => {
		const world = await startWorld();
		running.push(world);
		return world;
	});
}
