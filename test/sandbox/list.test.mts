import { useSandbox } from '../support/sandbox.mts';
import { api } from './support/api.mts';

const sandbox = useSandbox();

/** An account with documents `d1`, `d2`, ... each a minute younger than the one before. */
async function clientWith(count: number, settings: object = {}) {
	const { token } = await sandbox.createAccount({ settings });
	const start = Date.now() - 24 * 3600_000;
	const documents = Array.from({ length: count }, (_, index) => ({
		fileName: `d${index + 1}`,
		createdAt: start + index * 60_000,
	}));
	await sandbox.control.seedDocuments(token, documents);
	return { token, ...api(`${sandbox.url}/v3`, token) };
}

test('the documented envelope, newest first', async () => {
	const { get } = await clientWith(5);
	const { status, json } = await get('/documents?per_page=2&page=2');
	expect(status).toBe(200);
	const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
	const item = (fileName: string) => ({
		id: expect.any(String),
		file_name: fileName,
		action: 'transcribe',
		page_count: 1,
		status: 'processed',
		automatically_deleted_at: iso,
		created_at: iso,
		updated_at: iso,
	});
	expect(json).toEqual({
		documents: [item('d3'), item('d2')],
		current_page: 2,
		from: 3,
		to: 4,
		total: 5,
		per_page: 2,
		last_page: 3,
		next_page_url: `${sandbox.url}/v3/documents?per_page=2&page=3`,
		prev_page_url: `${sandbox.url}/v3/documents?per_page=2&page=1`,
	});
});

test('50 a page unless asked otherwise; the last page is short, the one after it empty', async () => {
	const { get } = await clientWith(52);
	const first = (await get('/documents')).json;
	expect(first.documents).toHaveLength(50);
	expect(first).toMatchObject({ from: 1, to: 50, per_page: 50, last_page: 2, prev_page_url: null });
	const last = (await get('/documents?page=2')).json;
	expect(last.documents).toHaveLength(2);
	expect(last).toMatchObject({ from: 51, to: 52, next_page_url: null });
	expect((await get('/documents?page=3')).json).toMatchObject({
		documents: [],
		from: null,
		to: null,
		total: 52,
	});
});

test('an empty list', async () => {
	expect((await (await clientWith(0)).get('/documents')).json).toMatchObject({
		documents: [],
		from: null,
		to: null,
		total: 0,
		last_page: 1,
	});
});

test('only the documents of the account', async () => {
	await clientWith(3);
	expect((await (await clientWith(1)).get('/documents')).json).toMatchObject({ total: 1 });
});

test('the faults of the documented example on demand', async () => {
	const { get } = await clientWith(5, { listQuirks: true });
	expect((await get('/documents?per_page=2')).json).toMatchObject({
		last_page: 5,
		next_page_url: `${sandbox.url}/v3/documents?page=2`,
	});
});

test.each([
	'per_page=201',
	'per_page=0',
	'per_page=-1',
	'per_page=x',
	'per_page=1.5',
	'page=0',
	'page=x',
	'page=1&page=2',
])('422 for %s', async (query) => {
	const { get } = await clientWith(1);
	const { status, json } = await get(`/documents?${query}`);
	expect(status).toBe(422);
	expect(json).toEqual({
		message: expect.any(String),
		errors: { [query.split('=')[0] ?? '']: [expect.any(String)] },
	});
});

test('200 a page are allowed, also among thousands', async () => {
	const { get } = await clientWith(3000);
	const { json } = await get('/documents?per_page=200&page=2');
	expect(json.documents).toHaveLength(200);
	expect(json.documents[0]).toMatchObject({ file_name: 'd2800' });
});
