import { readDelivery } from '../../../../../nodes/HandwritingOcr/trigger/webhook/delivery.ts';
import { isSafeId } from '../../../../../nodes/shared/webhook/safeId.ts';

const read = (body: unknown) =>
	readDelivery(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

const results = [{ page_number: 1, transcript: 'text' }];

it.each([
	['the document itself', { id: 'aB3dE6gH9j', status: 'processed', results }],
	[
		'v2 names',
		{ document_id: 'aB3dE6gH9j', original_file_name: 'letter.pdf', status: 'processed' },
	],
	['only an id', { id: 'aB3dE6gH9j' }],
	['data', { event: 'document.processed', data: { id: 'aB3dE6gH9j', status: 'processed' } }],
	[
		'data with v2 names',
		{ id: 'evt_1', status: 'sent', data: { document_id: 'aB3dE6gH9j', status: 'processed' } },
	],
	[
		'document beside an event id',
		{ id: 'evt_1', document: { id: 'aB3dE6gH9j', action: 'transcribe' } },
	],
	[
		'an own id before one inside',
		{ id: 'aB3dE6gH9j', status: 'processed', result: { id: 'other' } },
	],
	[
		'results beside a result of another kind',
		{ id: 'aB3dE6gH9j', results, result: { id: 'other', status: 'processed' } },
	],
	['an unusable id inside', { id: 'aB3dE6gH9j', data: { id: '../users/me', action: 'tables' } }],
])('finds the document: %s', (_name, body) => {
	expect(read(body)).toMatchObject({ id: 'aB3dE6gH9j' });
});

it('keeps what was delivered', () => {
	const body = {
		id: 'aB3dE6gH9j',
		file_name: 'a.pdf',
		action: 'transcribe',
		status: 'processed',
		page_count: 1,
		results,
		extra: { kept: true },
	};
	expect(read(body)).toMatchObject({
		phase: 'done',
		fileName: 'a.pdf',
		action: 'transcribe',
		results,
		raw: body,
	});
});

it('reads a body with a byte order mark', () => {
	expect(read('\uFEFF{"id":"abc123"}')?.id).toBe('abc123');
});

it.each([
	'',
	'not json',
	'{"id":',
	'null',
	'true',
	'17',
	'"aB3dE6gH9j"',
	'[]',
	'[{"id":"aB3dE6gH9j"}]',
	'{}',
	'{"id":null}',
	'{"id":""}',
	'{"id":true}',
	'{"id":["aB3dE6gH9j"]}',
	'{"id":{"id":"aB3dE6gH9j"}}',
	'{"__proto__":{"id":"aB3dE6gH9j"}}',
	'{"constructor":{"prototype":{"id":"aB3dE6gH9j"}}}',
	'{"data":[{"id":"aB3dE6gH9j"}]}',
	'{"id":1.5}',
	'{"id":1e309}',
	'['.repeat(100_000),
])('finds none in %.40s', (body) => {
	expect(read(body)).toBeNull();
});

it.each(['abc123', 'aB3dE6gH9j', 'aB3dE6gH9jK1', 'a-b_c', '0'])('takes the id %s', (id) => {
	expect(isSafeId(id)).toBe(true);
});

it.each([
	'',
	'.',
	'..',
	'a/b',
	'a\\b',
	'../users/me',
	'a.json',
	'..%2Fusers%2Fme',
	'a?x=1',
	'a#b',
	'a b',
	'a\n',
	'a\u0000',
	'\ud800',
	'\u202eabc',
	'a'.repeat(101),
])('refuses the id %j', (id) => {
	expect(isSafeId(id)).toBe(false);
});
