import type { FaultInput } from '../../../sandbox/client.mts';
import { pause, useWorld } from './setup.mts';

const world = useWorld();

/** Each of these would go on for a minute at least; the test's own time limit is half of that. */
it.each<[string, string, string, Omit<FaultInput, 'token'> | undefined]>([
	['while it waits for documents', 'document', 'upload', undefined],
	['while it waits for a batch', 'document', 'uploadBatch', undefined],
	[
		'while the service asks for patience',
		'document',
		'upload',
		{ route: 'upload', status: 429, retryAfter: 120 },
	],
	['while an upload is under way', 'document', 'upload', { route: 'upload', delay: 60_000 }],
	[
		'while a batch is under way',
		'document',
		'uploadBatch',
		{ route: 'batchUpload', delay: 60_000 },
	],
	['while it looks for a lost upload', 'document', 'upload', { route: 'upload', reset: 'before' }],
	[
		'while it looks for a lost batch',
		'document',
		'uploadBatch',
		{ route: 'batchUpload', reset: 'before' },
	],
	['while it reads a record', 'record', 'get', { route: 'get', delay: 60_000 }],
	['while it lists', 'record', 'getAll', { route: 'list', delay: 60_000 }],
	['while it exports', 'record', 'export', { route: 'export', status: 429, retryAfter: 120 }],
	['while it lists templates', 'template', 'getAll', { route: 'templates', status: 503 }],
])('a cancelled run ends at once %s', async (_case, resource, operation, fault) => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const recordId = await world.seed(account);
	if (fault) await world.control.addFault({ token: account.token, times: null, ...fault });
	const cancel = new AbortController();
	const input = await world.named('letter.png', 'another.png');
	const running = world.operate(
		account,
		resource,
		operation,
		{ projectId: account.project, recordId },
		{ input, signal: cancel.signal, onError: 'continueErrorOutput' },
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
