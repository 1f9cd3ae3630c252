import type { FaultInput } from '../../../sandbox/client.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

const open = async (fault?: Omit<FaultInput, 'token'>) => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const [document] = await world.sandbox.control.seedDocuments(account.token, [
		{ status: 'processing' },
	]);
	if (fault) await world.sandbox.control.addFault({ token: account.token, times: null, ...fault });
	return { account, documentId: document?.id ?? '' };
};

/** Each of these would go on for a minute at least; the test's own time limit is half of that. */
it.each([
	['while it waits for documents', 'upload', undefined],
	[
		'while the service asks for patience',
		'upload',
		{ route: 'upload', status: 429, retryAfter: 120 },
	],
	['while an upload is under way', 'upload', { route: 'upload', delay: 60_000 }],
	['while it looks for a lost upload', 'upload', { route: 'upload', reset: 'before' as const }],
	['while it waits for a document of an earlier run', 'wait', undefined],
	['while a look hangs', 'wait', { route: 'get', delay: 60_000 }],
	['while it reads a document', 'get', { route: 'get', delay: 60_000 }],
	['while it lists', 'getAll', { route: 'list', delay: 60_000 }],
	['while it downloads', 'download', { route: 'get', status: 429, retryAfter: 120 }],
	['while it deletes', 'delete', { route: 'delete', status: 429, retryAfter: 120 }],
])('a cancelled run ends at once %s', async (_case, operation, fault) => {
	const { account, documentId } = await open(fault);
	const cancel = new AbortController();
	const running = world.document(
		account,
		operation,
		{ documentId },
		{
			input: await world.sampleItems('letter.png'),
			signal: cancel.signal,
			onError: 'continueErrorOutput',
		},
	);
	while ((await world.requests(account)).length === 0) await pause(20);
	await pause(100);
	cancel.abort();
	const { status, items, errorItems } = await running;
	expect([status, items, errorItems]).toEqual(['canceled', [], []]);
	// What was on its way may still arrive; nothing follows.
	await pause(300);
	const before = (await world.requests(account)).length;
	await pause(300);
	expect(await world.requests(account)).toHaveLength(before);
});
