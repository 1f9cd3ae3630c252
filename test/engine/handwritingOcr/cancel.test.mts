import type { FaultInput } from '../../../sandbox/client.mts';
import { type Moment, untilLeftAlone, untilReached } from '../../support/cancelling.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const HANGS = { delay: 600_000 };
const PATIENCE = { status: 429, retryAfter: 240 };
const LOST = { reset: 'before' as const };

const answered = (route: string): Moment => ({ route, is: 'answered' });
const underWay = (route: string): Moment => ({ route, is: 'under way' });

/** Each of these would go on for longer than the test may take. */
it.each<[string, string, Partial<FaultInput> | undefined, Moment]>([
	['waits for documents', 'upload', undefined, answered('get')],
	['is asked for patience', 'upload', PATIENCE, answered('upload')],
	['uploads', 'upload', HANGS, underWay('upload')],
	['looks for a lost upload', 'upload', LOST, answered('upload')],
	['waits for a document of an earlier run', 'wait', undefined, answered('get')],
	['hangs at a look', 'wait', HANGS, underWay('get')],
	['reads a document', 'get', HANGS, underWay('get')],
	['lists', 'getAll', HANGS, underWay('list')],
	['downloads', 'download', PATIENCE, answered('get')],
	['deletes', 'delete', PATIENCE, answered('delete')],
])('a cancelled run ends at once while it %s', async (_case, operation, fault, moment) => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const { control } = world.sandbox;
	const [document] = await control.seedDocuments(account.token, [{ status: 'processing' }]);
	const { route } = moment;
	if (fault) await control.addFault({ token: account.token, route, times: null, ...fault });
	const requests = async () => await world.requests(account);
	const cancel = new AbortController();
	const running = world.document(
		account,
		operation,
		{ documentId: document?.id ?? '' },
		{
			input: await world.sampleItems('letter.png'),
			signal: cancel.signal,
			onError: 'continueErrorOutput',
		},
	);
	await untilReached(requests, moment);
	cancel.abort();
	const { status, items, errorItems } = await running;
	expect([status, items, errorItems]).toEqual(['canceled', [], []]);
	await untilLeftAlone(requests);
});
