import { useSandbox } from '../support/sandbox.mts';
import { api, clientsOf, pdf, uploadForm } from './support/api.mts';

const sandbox = useSandbox();
const client = clientsOf(sandbox, 'v2');

const seconds = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

test('the upload takes prompt_id and no webhook_url', async () => {
	const { upload, token } = await client();
	const answer = await upload(uploadForm({ prompt_id: 'Prompt0123', webhook_url: 'not a url' }));
	expect(answer.status).toBe(201);
	expect(answer.json).toEqual({ id: expect.any(String), status: 'queued' });
	expect(await sandbox.control.documents(token)).toMatchObject([
		{ promptId: 'Prompt0123', webhookUrl: null, apiVersion: 2 },
	]);
});

test('the id of an upload can be called document_id', async () => {
	const { upload } = await client({ settings: { v2UploadKey: 'document_id' } });
	expect((await upload()).json).toEqual({ document_id: expect.any(String), status: 'queued' });
});

test("Laravel's whole paginator, the documents under data", async () => {
	const { token, get } = await client();
	await sandbox.control.seedDocuments(
		token,
		Array.from({ length: 5 }, (_, index) => ({ fileName: `d${index}` })),
	);
	const list = `${sandbox.url}/v2/documents`;
	expect((await get('/documents?per_page=2&page=2')).json).toEqual({
		current_page: 2,
		data: ['d2', 'd1'].map((name) => ({
			document_id: expect.any(String),
			status: 'processed',
			created_at: seconds,
			updated_at: seconds,
			automatically_deleted_at: seconds,
			page_count: 1,
			original_file_name: name,
			action: 'transcribe',
		})),
		first_page_url: `${list}?per_page=2&page=1`,
		from: 3,
		last_page: 3,
		last_page_url: `${list}?per_page=2&page=3`,
		next_page_url: `${list}?per_page=2&page=3`,
		path: list,
		per_page: 2,
		prev_page_url: `${list}?per_page=2&page=1`,
		to: 4,
		total: 5,
	});
});

test('the status answer has no results, the file routes do', async () => {
	const { process, get } = await client();
	const document = await process(uploadForm({}, await pdf(2), 'two.pdf'));
	expect(document).toEqual({
		id: expect.any(String),
		status: 'processed',
		action: 'transcribe',
		created_at: seconds,
		updated_at: seconds,
	});
	expect((await get(`/documents/${document.id}.txt`)).text).toContain('text of two.pdf, page 2');
	expect((await get(`/documents/${document.id}.json`)).json.results).toHaveLength(2);
	expect((await get(`/documents/${document.id}.csv`)).status).toBe(400);
});

test('the older path, deletion, and what v2 does not know', async () => {
	const { token, process, call, get } = await client();
	const { id } = await process();
	expect((await api(`${sandbox.url}/api/v2`, token).get(`/documents/${id}`)).status).toBe(200);
	expect((await call('DELETE', `/documents/${id}`)).status).toBe(204);
	expect((await get('/users/me')).status).toBe(404);
	expect((await call('POST', '/credits/topup')).status).toBe(404);
});
