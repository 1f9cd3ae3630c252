import { N8nClient, Session, type Login } from '../../sandbox/n8n/client.mts';
import type { World } from './world.mts';

/** The environment variables in which Jest's workers find the world, or why there is none. */
const SHARED = 'UI_WORLD';
const FAILED = 'UI_WORLD_FAILED';

/** What the tests use of the world; the run ends it. */
export type SharedWorld = Omit<World, 'stop'>;

/** Puts a world where `sharedWorld` finds it in each of Jest's processes. */
export async function shareWorld(start: () => Promise<World>): Promise<void> {
	try {
		const { n8n, stop: _, ...rest } = await start();
		process.env[SHARED] = JSON.stringify({ ...rest, login: n8n.session.login });
	} catch (error) {
		process.env[FAILED] = error instanceof Error ? error.message : String(error);
	}
}

/** The world of all tests of this folder. */
export function sharedWorld(): SharedWorld {
	const text = process.env[SHARED];
	if (text === undefined)
		throw new Error(process.env[FAILED] ?? 'npm run test:ui starts n8n first');
	// It was written above.
	const { login, ...rest } = JSON.parse(text) as Omit<SharedWorld, 'n8n'> & { login: Login };
	return { ...rest, n8n: new N8nClient(new Session(rest.url, login)) };
}
