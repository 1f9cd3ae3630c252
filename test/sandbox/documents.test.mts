import { startSandbox, type TestSandbox } from '../support/sandbox.mts';

let sandbox: TestSandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});

afterAll(() => sandbox.stop());

test('an uploaded image is processed and its text comes back', async () => {
	const { token } = await sandbox.createAccount();
	const form = new FormData();
	form.set('action', 'transcribe');
	form.set('file', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])]), 'café.png');
	const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
	const upload = await fetch(`${sandbox.url}/v3/documents`, { method: 'POST', headers, body: form });
	expect(upload.status).toBe(201);
	const { id } = await upload.json();
	const answer = await fetch(`${sandbox.url}/v3/documents/${id}`, { headers });
	expect(await answer.json()).toMatchObject({ id, file_name: 'café.png' });
	const text = await fetch(`${sandbox.url}/v3/documents/${id}.txt`, { headers });
	expect(await text.text()).toContain('text of café.png, page 1');
});
