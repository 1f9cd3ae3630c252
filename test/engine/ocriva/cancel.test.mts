import type { FaultInput } from '../../../sandbox/client.mts';
import { type Moment, untilLeftAlone, untilReached } from '../../support/cancelling.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const HANGS = { delay: 600_000 };
const PATIENCE = { status: 429, retryAfter: 240 };
const DOWN = { status: 503 };
const LOST = { reset: 'before' as const };

const answered = (route: string): Moment => ({ route, is: 'answered' });
const underWay = (route: string): Moment => ({ route, is: 'under way' });

/** Each of these would go on for longer than the test may take. */
it.each<[string, string, Partial<FaultInput> | undefined, Moment]>([
	['waits for documents', 'document upload', undefined, answered('list')],
	['waits for a batch', 'document uploadBatch', undefined, answered('list')],
	['is asked for patience', 'document upload', PATIENCE, answered('upload')],
	['uploads', 'document upload', HANGS, underWay('upload')],
	['uploads a batch', 'document uploadBatch', HANGS, underWay('batchUpload')],
	['looks for a lost upload', 'document upload', LOST, answered('upload')],
	['looks for a lost batch', 'document uploadBatch', LOST, answered('batchUpload')],
	['reads a record', 'record get', HANGS, underWay('get')],
	['lists', 'record getAll', HANGS, underWay('list')],
	['exports', 'record export', PATIENCE, answered('export')],
	['lists templates', 'template getAll', DOWN, answered('templates')],
])('a cancelled run ends at once while it %s', async (_case, named, fault, moment) => {
	const [resource = '', operation = ''] = named.split(' ');
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const recordId = await world.seed(account);
	const { route } = moment;
	if (fault) await world.control.addFault({ token: account.token, route, times: null, ...fault });
	const cancel = new AbortController();
	const input = await world.named('letter.png', 'another.png');
	const running = world.operate(
		account,
		resource,
		operation,
		{ projectId: account.project, recordId },
		{ input, signal: cancel.signal, onError: 'continueErrorOutput' },
	);
	const requests = async () => await world.requests(account);
	await untilReached(requests, moment);
	cancel.abort();
	const { status, items, errorItems } = await running;
	expect([status, items, errorItems]).toEqual(['canceled', [], []]);
	await untilLeftAlone(requests);
});
