import type { JournalEntry } from '../../sandbox/client.mts';
import { until, untilQuiet } from './until.mts';

type Requests = () => Promise<JournalEntry[]>;

/** What a run is at when it is cancelled: it waits for the answer on a route, or has got one. */
export type Moment = { route: string; is: 'under way' | 'answered' };

export async function untilReached(requests: Requests, { route, is }: Moment): Promise<void> {
	await until(async () =>
		(await requests()).some(
			(request) => request.route === route && request.underWay === (is === 'under way'),
		),
	);
}

/**
 * Waits until a cancelled run has left the service alone. The sandbox cannot see that the sender of
 * a file has gone, as it does not read one while a fault holds it up.
 */
export async function untilLeftAlone(requests: Requests): Promise<void> {
	await until(async () =>
		(await requests()).every(({ method, underWay }) => method === 'POST' || !underWay),
	);
	await untilQuiet(async () => (await requests()).length, 500);
}
